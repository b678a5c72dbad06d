// Addressees come back with the draft kept in the browser: then the part with signatories is asked anew.
window.addEventListener("load", () => {
  const part = document.querySelector("[data-parties]");
  const kept = part && part.querySelector("[name=addressees]");
  if (kept && kept.value !== part.dataset.shown) window.htmx.trigger(part, "chosen");
});
