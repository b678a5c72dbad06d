// A text field with suggestions (ARIA combobox with a list box); the rows come from the server as HTML.
(function () {
  "use strict";
  const PAUSE = 120;

  function begin(box) {
    if (box.dataset.ready) return;
    box.dataset.ready = "1";
    const input = box.querySelector("[role=combobox]");
    const value = box.querySelector("input[type=hidden]");
    const list = box.querySelector("[role=listbox]");
    let timer = 0;
    let request = null;
    let current = -1;

    const options = () => [...list.querySelectorAll("[role=option]")];

    function close() {
      list.hidden = true;
      current = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function point(index) {
      const all = options();
      if (!all.length) return;
      current = (index + all.length) % all.length;
      all.forEach((option, i) => option.setAttribute("aria-selected", String(i === current)));
      input.setAttribute("aria-activedescendant", all[current].id);
      all[current].scrollIntoView({ block: "nearest" });
    }

    function show(html) {
      list.innerHTML = html;
      options().forEach((option, i) => { option.id ||= `${list.id}_${i}`; option.setAttribute("aria-selected", "false"); });
      const there = list.children.length > 0;
      list.hidden = !there;
      current = -1;
      input.setAttribute("aria-expanded", String(there));
      input.removeAttribute("aria-activedescendant");
    }

    async function ask() {
      const words = input.value.trim();
      if (request) request.abort();
      if (words.length < Number(box.dataset.least || 2)) return close();
      request = new AbortController();
      const address = new URL(box.dataset.url, location.href);
      address.searchParams.set("q", words);
      try {
        const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: request.signal });
        if (answer.ok && document.activeElement === input) show(await answer.text());
      } catch (trouble) {
        if (trouble.name !== "AbortError") close();
      }
    }

    function fill(option) {
      const form = box.closest("form");
      const values = JSON.parse(option.dataset.fill || "{}");
      // The second of several like fields (name_2) fills what stands beside it, not beside the first.
      const place = (value.name.match(/_\d+$/) || [""])[0];
      for (const [name, text] of Object.entries(values)) {
        const field = form && form.elements[name + place];
        if (field && (!field.value || field.dataset.filled)) { field.value = text; field.dataset.filled = "1"; }
      }
    }

    function choose(option) {
      value.value = option.dataset.value || "";
      input.value = option.dataset.text || option.textContent.trim();
      fill(option);
      close();
      value.dispatchEvent(new Event("change", { bubbles: true }));
      box.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: { value: value.value, option } }));
    }

    input.addEventListener("input", () => {
      if (value.value) {
        value.value = "";
        value.dispatchEvent(new Event("change", { bubbles: true }));
      }
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") { event.preventDefault(); if (list.hidden) ask(); else point(current + 1); }
      else if (event.key === "ArrowUp") { event.preventDefault(); if (!list.hidden) point(current < 0 ? -1 : current - 1); }
      else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); event.stopPropagation(); close(); }
      else if ((event.key === "Enter" && !event.ctrlKey) || event.key === "Tab") {
        if (list.hidden) return;
        const all = options();
        const option = all[current] || (all.length === 1 ? all[0] : null);
        if (option) {
          if (event.key === "Enter" && box.closest("form")?.dataset.enter !== "next") event.preventDefault();
          choose(option);
        } else if (event.key === "Enter") event.preventDefault();
      }
    });
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
    input.addEventListener("blur", () => { clearTimeout(timer); if (request) request.abort(); close(); });
  }

  const all = (root) => root.querySelectorAll("[data-combobox]").forEach(begin);
  all(document);
  document.addEventListener("htmx:load", (event) => all(event.target));
})();
