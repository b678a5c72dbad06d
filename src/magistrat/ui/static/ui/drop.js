// Files dropped onto the page's drop zone, many at once; the form shows how much has gone.
(function () {
  "use strict";
  const units = ["Б", "КБ", "МБ", "ГБ"];

  function size(octets) {
    let i = 0;
    while (octets >= 1024 && i < units.length - 1) { octets /= 1024; i += 1; }
    return `${octets.toLocaleString("uk-UA", { maximumFractionDigits: i ? 1 : 0 })} ${units[i]}`;
  }

  function list(zone, files) {
    const place = zone.querySelector("[data-drop-files]");
    place.replaceChildren(...[...files].map((file) => {
      const row = document.createElement("li");
      const name = document.createElement("span");
      const weight = document.createElement("span");
      name.textContent = file.name;
      weight.textContent = size(file.size);
      row.append(name, weight);
      return row;
    }));
  }

  function begin(zone) {
    if (zone.dataset.ready) return;
    zone.dataset.ready = "1";
    const input = zone.querySelector("input[type=file]");
    const form = input.form;
    const bar = zone.querySelector("[data-drop-progress]");

    input.addEventListener("change", () => list(zone, input.files));
    zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("is-over"); });
    zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("is-over");
      if (!event.dataTransfer.files.length) return;
      const all = new DataTransfer();
      for (const file of [...input.files, ...event.dataTransfer.files]) all.items.add(file);
      input.files = all.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    if (form && window.htmx && !form.hasAttribute("hx-post")) {
      form.setAttribute("hx-boost", "true");
      form.setAttribute("hx-encoding", "multipart/form-data");
      // The answer to an upload leads to a whole new page: see UploadMiddleware.
      form.setAttribute("hx-headers", JSON.stringify({ "X-Upload": "1" }));
      form.setAttribute("hx-push-url", "false");
      window.htmx.process(form);
    }
    if (form) {
      form.addEventListener("htmx:xhr:progress", (event) => {
        if (!event.detail.lengthComputable || !input.files.length) return;
        bar.hidden = false;
        bar.value = Math.round((100 * event.detail.loaded) / event.detail.total);
      });
      form.addEventListener("htmx:afterRequest", () => { bar.hidden = true; });
    }
  }

  const all = (root) => root.querySelectorAll("[data-drop]").forEach(begin);
  all(document);
  document.addEventListener("htmx:load", (event) => all(event.target));
})();
