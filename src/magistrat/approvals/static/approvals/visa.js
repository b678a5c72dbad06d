// The visa screen: a part of the text that is pressed, or a typical remark, fills the next row of remarks.
(function () {
  "use strict";
  const rows = document.querySelector("[data-remarks]");
  if (!rows) return;
  const form = rows.closest("form");
  const all = () => [...rows.querySelectorAll("[data-remark]")];
  let last = null;

  function more() {
    const model = all().at(-1);
    const row = model.cloneNode(true);
    const number = all().length + 1;
    for (const field of row.querySelectorAll("select, textarea")) {
      const kind = field.name;
      row.querySelector(`label[for="${field.id}"]`).htmlFor = `${kind}-${number}`;
      field.id = `${kind}-${number}`;
      field.value = "";
    }
    model.after(row);
    return row;
  }

  const free = () => all().find((row) => !row.querySelector("textarea").value.trim()) || more();

  function tell(field) {
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  rows.addEventListener("focusin", (event) => { last = event.target.closest("[data-remark]"); });

  document.querySelectorAll("[data-part]").forEach((part) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm visa-say no-print";
    button.textContent = "Зауважити";
    button.setAttribute("aria-label", `Зауваження: ${part.dataset.part}`);
    (part.matches("p, li") ? part : part.querySelector("h2, h3, h4, p") || part).append(" ", button);
    button.addEventListener("click", () => {
      const row = free();
      const meant = [...row.querySelector("select").options].find((one) => one.value.toLowerCase() === part.dataset.part.toLowerCase());
      if (meant) meant.selected = true;
      tell(row.querySelector("textarea"));
    });
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-more]")) return tell(more().querySelector("textarea"));
    const typical = event.target.closest("[data-typical]");
    if (!typical) return;
    const row = last && !last.querySelector("textarea").value.trim() ? last : free();
    const field = row.querySelector("textarea");
    field.value = typical.dataset.typical;
    tell(field);
  });

  // The part that a remark is about is seen in the text.
  form.addEventListener("change", (event) => {
    if (event.target.name !== "part") return;
    const meant = new Set(all().map((row) => row.querySelector("select").value));
    document.querySelectorAll("[data-part]").forEach((part) => part.classList.toggle("is-meant", meant.has(part.dataset.part)));
  });
})();
