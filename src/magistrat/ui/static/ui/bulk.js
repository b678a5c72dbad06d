// Rows of a list chosen for a deed on many: by the mouse, by x on the row in focus, with Shift all in between.
(function () {
  "use strict";
  const OFF = "magistrat:keys-off";
  const boxes = () => [...document.querySelectorAll("[data-bulk]")];
  const boxesOf = (whole) => [...whole.closest("table").querySelectorAll("[data-bulk]")];
  let last = null;

  function show() {
    const all = boxes();
    const chosen = all.filter((box) => box.checked).length;
    const count = document.querySelector("[data-bulk-count]");
    if (count) count.textContent = chosen ? `Вибрано ${chosen}` : "";
    for (const whole of document.querySelectorAll("[data-bulk-all]")) {
      const own = boxesOf(whole);
      whole.checked = own.length > 0 && own.every((box) => box.checked);
      whole.indeterminate = !whole.checked && own.some((box) => box.checked);
    }
  }

  function choose(box, isChosen, isRange) {
    const all = boxes();
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const one of isRange && from >= 0 ? all.slice(from, to + 1) : [box]) one.checked = isChosen;
    last = box;
    show();
  }

  document.addEventListener("click", (event) => {
    const box = event.target;
    if (box.matches("[data-bulk]")) choose(box, box.checked, event.shiftKey);
    if (box.matches("[data-bulk-all]")) { for (const one of boxesOf(box)) one.checked = box.checked; show(); }
    if (box.closest("[data-bulk-clear]")) { for (const one of boxes()) one.checked = false; show(); }
  });

  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyX" || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (localStorage.getItem(OFF) || document.querySelector("dialog[open]")) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox") return;
    const row = event.target.closest("[data-row]");
    const box = row && row.querySelector("[data-bulk]");
    if (!box) return;
    event.preventDefault();
    choose(box, !box.checked || event.shiftKey, event.shiftKey);
  });

  // The browser's Back brings the ticks back.
  window.addEventListener("pageshow", show);
  show();
})();
