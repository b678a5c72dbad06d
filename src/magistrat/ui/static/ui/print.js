// The page's button that prints it; a list asked for whole goes to the printer by itself.
(function () {
  "use strict";
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });
  if (document.querySelector("[data-print-now]")) window.addEventListener("load", () => window.print(), { once: true });
})();
