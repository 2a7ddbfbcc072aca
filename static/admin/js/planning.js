/* The calendar: a plan can be dragged to another day. The same form is sent. */
"use strict";

(() => {
  let dragged = null;

  for (const entry of document.querySelectorAll("[data-move]")) {
    entry.draggable = true;
    entry.addEventListener("dragstart", (event) => {
      dragged = entry;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    entry.addEventListener("dragend", () => {
      dragged = null;
    });
  }

  for (const day of document.querySelectorAll("[data-day]")) {
    const mark = (event) => {
      if (!dragged) return;
      event.preventDefault();
      day.classList.add("calendar-day--target");
    };
    day.addEventListener("dragenter", mark);
    day.addEventListener("dragover", mark);
    day.addEventListener("dragleave", (event) => {
      if (!day.contains(event.relatedTarget)) day.classList.remove("calendar-day--target");
    });
    day.addEventListener("drop", (event) => {
      if (!dragged) return;
      event.preventDefault();
      day.classList.remove("calendar-day--target");
      const form = dragged.querySelector("form");
      if (day.dataset.day === form.elements.seen.value) return;
      form.elements.planned_for.value = day.dataset.day;
      form.submit();
    });
  }
})();
