// The agenda by keyboard and by dragging: Alt with an arrow moves the question in focus, a dragged one goes where it is dropped.
(function () {
  "use strict";
  const form = document.getElementById("move");
  if (!form) return;
  let dragged = null;

  function itemOf(target) {
    return target instanceof Element ? target.closest("[data-item]") : null;
  }

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    const item = itemOf(event.target);
    if (!item) return;
    event.preventDefault();
    const button = item.querySelector(event.key === "ArrowUp" ? "[data-up]" : "[data-down]");
    if (button && !button.disabled) button.click();
  });

  // The form stands apart from its buttons: what is moved is written into it before it is sent.
  const asked = document.createElement("input");
  asked.type = "hidden";
  asked.name = "move";

  function move(value) {
    asked.value = value;
    form.append(asked);
    form.requestSubmit();
    asked.remove();
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button[form=move]");
    if (!button) return;
    event.preventDefault();
    move(button.value);
  });

  document.addEventListener("dragstart", (event) => {
    dragged = itemOf(event.target);
    if (dragged) event.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragover", (event) => {
    if (dragged && event.target.closest(".agenda-items")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const list = dragged && event.target.closest(".agenda-items");
    if (!list) return;
    event.preventDefault();
    const over = itemOf(event.target);
    const place = over ? over.dataset.place : list.querySelectorAll("[data-item]").length + 1;
    if (over !== dragged) move(`${dragged.dataset.item}:${place}:${list.dataset.block}`);
    dragged = null;
  });
})();
