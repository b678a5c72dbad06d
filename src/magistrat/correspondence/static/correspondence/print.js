// Print buttons of letters and registers.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print-sheet]")) window.print();
});
