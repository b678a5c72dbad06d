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
// The sum of the files, beside the most that e-mail takes (KR annex 15, 2.7), follows while they are attached.
(function () {
  const said = document.querySelector("[data-file-sum]");
  if (!said) return;
  const kept = Number(said.dataset.fileSum);
  const most = Number(said.dataset.limit);
  document.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    const sum = [...event.target.files].reduce((whole, file) => whole + file.size, kept);
    said.querySelector("output").textContent = `${(sum / 1024 / 1024).toLocaleString("uk-UA", { maximumFractionDigits: 1 })} МБ`;
    said.classList.toggle("letter-remark", sum > most);
  });
})();
