// The viewer of files: + and - change the scale, [ and ] go to the page before and after, the present page is marked.
(function () {
  "use strict";
  const viewer = document.getElementById("viewer");
  if (!viewer || viewer.dataset.begun) return;
  viewer.dataset.begun = "1";

  function isTyping(target) {
    return target.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(checkbox|radio|button|submit)$/.test(target.type));
  }

  function zoom(step) {
    const choices = [...viewer.querySelectorAll("[name=zoom]")];
    const now = choices.findIndex((choice) => choice.checked);
    const next = choices[Math.min(Math.max(now + step, 0), choices.length - 1)];
    if (next) next.checked = true;
    return Boolean(next);
  }

  function present(sheets) {
    const middle = window.innerHeight / 2;
    const distance = (sheet) => {
      const box = sheet.getBoundingClientRect();
      return box.top <= middle && box.bottom >= middle ? 0 : Math.min(Math.abs(box.top - middle), Math.abs(box.bottom - middle));
    };
    return sheets.reduce((best, sheet) => (distance(sheet) < distance(best) ? sheet : best), sheets[0]);
  }

  function turn(step) {
    const sheets = [...viewer.querySelectorAll("[data-sheet]")];
    if (!sheets.length) return false;
    const next = sheets[Math.min(Math.max(sheets.indexOf(present(sheets)) + step, 0), sheets.length - 1)];
    const pane = next.closest(".pane-file");
    if (pane && pane.scrollHeight > pane.clientHeight + 1) pane.scrollBy(0, next.getBoundingClientRect().top - pane.getBoundingClientRect().top);
    else next.scrollIntoView({ block: "start" });
    mark(next);
    return true;
  }

  function mark(sheet) {
    viewer.querySelectorAll(".viewer-nav a").forEach((link) => {
      if (link.hash === "#" + sheet.id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
  }

  document.addEventListener("keydown", (event) => {
    if (isTyping(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    const { code, key } = event;
    let done = false;
    if (key === "+" || code === "NumpadAdd" || code === "Equal") done = zoom(1);
    else if (key === "-" || code === "NumpadSubtract") done = zoom(-1);
    else if (code === "BracketLeft") done = turn(-1);
    else if (code === "BracketRight") done = turn(1);
    if (done) event.preventDefault();
  });

  const watch = new IntersectionObserver((entries) => {
    const seen = entries.find((entry) => entry.isIntersecting);
    if (seen) mark(seen.target);
  }, { rootMargin: "-45% 0px -45% 0px" });
  const follow = () => viewer.querySelectorAll("[data-sheet]").forEach((sheet) => watch.observe(sheet));
  follow();
  document.addEventListener("htmx:afterSwap", follow);
})();
