// Rows of a list chosen for a deed on many: by the mouse, by x on the row in focus, with Shift all in between.
// What is chosen is remembered for this tab of the browser, so that it survives turning the list's pages; rows of other pages
// go along with the form. Other filters are another list and have a choice of their own.
(function () {
  "use strict";
  const OFF = "magistrat:keys-off";
  const KEPT = "magistrat:chosen:";
  // Parts of an address that turn a page or lay the list out, and leave it the same list.
  const PASSING = ["after", "sort", "st", "vybraty", "druk", "vyd"];
  const form = document.getElementById("bulk");
  const boxes = () => [...document.querySelectorAll("[data-bulk]")];
  const boxesOf = (whole) => [...whole.closest("table").querySelectorAll("[data-bulk]")];
  let last = null;

  function key() {
    const query = new URLSearchParams(location.search);
    for (const name of PASSING) query.delete(name);
    query.sort();
    return `${KEPT}${location.pathname}?${query}`;
  }

  // A browser that keeps nothing has the choice of this page alone.
  function read() {
    try { return JSON.parse(sessionStorage.getItem(key())) || []; } catch { return []; }
  }

  function write(ids) {
    try {
      if (ids.length) sessionStorage.setItem(key(), JSON.stringify(ids)); else sessionStorage.removeItem(key());
    } catch { /* as above */ }
  }

  function forget() {
    try {
      for (const name of Object.keys(sessionStorage)) if (name.startsWith(KEPT)) sessionStorage.removeItem(name);
    } catch { /* as above */ }
  }

  // In the order in which they were chosen: those of other pages first stay first.
  function chosen() {
    const here = new Map(boxes().map((box) => [box.value, box.checked]));
    const before = read().filter((id) => here.get(id) !== false);
    const known = new Set(before);
    return [...before, ...[...here].filter(([id, is]) => is && !known.has(id)).map(([id]) => id)];
  }

  function label(all, here) {
    const most = Number(form.dataset.most);
    const beside = all === here ? "" : `, на цій сторінці ${here}`;
    return `Вибрано ${all}${beside}${all > most ? `. За один раз можна не більше ${most}` : ""}`;
  }

  function show() {
    const ids = chosen();
    write(ids);
    const here = boxes().filter((box) => box.checked).length;
    const count = document.querySelector("[data-bulk-count]");
    if (count) count.textContent = ids.length ? label(ids.length, here) : "";
    if (form) form.classList.toggle("bulk-elsewhere", ids.length > here);
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

  // The ticks that this list had, besides those with which the page came.
  function remember() {
    const ids = new Set(read());
    for (const box of boxes()) if (ids.has(box.value)) box.checked = true;
    show();
  }

  document.addEventListener("click", (event) => {
    const box = event.target;
    if (box.matches("[data-bulk]")) choose(box, box.checked, event.shiftKey);
    if (box.matches("[data-bulk-all]")) { for (const one of boxesOf(box)) one.checked = box.checked; show(); }
    if (box.closest("[data-bulk-clear]")) { for (const one of boxes()) one.checked = false; write([]); show(); }
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

  // Rows chosen on other pages go along.
  if (form) form.addEventListener("formdata", (event) => {
    const here = new Set(boxes().map((box) => box.value));
    for (const id of chosen()) if (!here.has(id)) event.formData.append("id", id);
  });

  // Done, or another person comes to this tab: nothing is chosen any more.
  if (document.querySelector("[data-bulk-forget], input[type=password]")) forget();

  // The browser's Back brings the page with the ticks that it had; what is remembered is newer.
  window.addEventListener("pageshow", (event) => {
    if (!form || !event.persisted) return;
    const ids = new Set(read());
    for (const box of boxes()) box.checked = ids.has(box.value);
    show();
  });
  if (form) remember();
})();
