// Addressees come back with the draft kept in the browser: then the part with signatories is asked anew.
window.addEventListener("load", () => {
  const part = document.querySelector("[data-parties]");
  const kept = part && part.querySelector("[name=addressees]");
  if (kept && kept.value !== part.dataset.shown) window.htmx.trigger(part, "chosen");
});
// The proposed greeting goes into its field.
document.addEventListener("click", (event) => {
  const offered = event.target.closest("[data-greeting]");
  const field = offered && document.querySelector("[name=greeting]");
  if (field) {
    field.value = offered.dataset.greeting;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }
});
