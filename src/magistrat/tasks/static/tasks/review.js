// The review screen: choosing a term, a typical text or one of several people fills the field that is meant.
(function () {
  "use strict";
  const form = document.querySelector(".review-form");
  if (!form) return;
  let last = 1;

  function put(field, value) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  form.addEventListener("focusin", (event) => {
    const found = /_(\d+)$/.exec(event.target.name || "");
    if (found) last = Number(found[1]);
  });

  // A kept draft may have more points than the page: they come one after another.
  const shown = () => form.querySelectorAll(".review-point").length;
  const wanted = Number(form.elements.points.value);
  let before = 0;
  function grow() {
    const count = shown();
    if (wanted <= count || count === before) return;
    before = count;
    form.elements.points.value = count;
    form.querySelector("[name=add_point]").click();
  }
  document.addEventListener("DOMContentLoaded", grow);

  // Another point comes without the page, so that the scan that has been chosen stays chosen.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "points") return;
    last = Number(form.elements.points.value);
    const field = form.elements[`text_${last}`];
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    grow();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill], [data-text], [data-choose]");
    if (!button) return;
    if (button.dataset.fill) return put(form.elements[`term_${last}`], button.dataset.fill);
    if (button.dataset.text) return put(form.elements[`text_${last}`], button.dataset.text);
    const field = form.elements[button.dataset.field];
    const mark = /^(\*|[іi] )?/i.exec(button.dataset.token)[0];
    const tokens = field.value.split(",").map((token) => token.trim());
    const place = tokens.indexOf(button.dataset.token);
    if (place >= 0) tokens[place] = `${mark}#${button.dataset.choose}`;
    put(field, tokens.join(", "));
  });
})();
