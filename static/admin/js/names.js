/* Names for what a label does not reach: choosers, which Select2 puts in place of the
   select that has it, and fields in rows, whose names stand above their column. */
(() => {
  // They come when jQuery says that the page is ready, and in a new row when it is added.
  const nameThem = (triesLeft) => {
    let waiting = false;
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      if (select.id.includes("__prefix__")) continue;
      const label = document.querySelector(`label[for="${select.id}"]`);
      const name = select.getAttribute("aria-label") || label?.textContent || "";
      const box = select.parentElement.querySelector(".select2-container");
      waiting ||= !box;
      const parts = "[role=combobox], [role=textbox], input";
      for (const part of box?.querySelectorAll(parts) ?? []) {
        part.setAttribute("aria-label", name.trim().replace(/:$/, ""));
      }
    }
    if (waiting && triesLeft) setTimeout(nameThem, 100, triesLeft - 1);
  };

  const nameRows = () => {
    for (const cell of document.querySelectorAll(".tabular tbody td")) {
      const head = cell.closest("table").tHead?.rows[0].cells[cell.cellIndex];
      const name = head?.firstChild?.textContent.trim().replace(/\?$/, "");
      for (const field of cell.querySelectorAll("input:not([type=hidden]), select, textarea")) {
        if (!name || field.labels?.length) continue;
        if (!field.hasAttribute("aria-label")) field.setAttribute("aria-label", name);
      }
    }
  };

  const nameAll = () => {
    nameRows();
    nameThem(10);
  };
  window.django?.jQuery?.(nameAll);
  document.addEventListener("formset:added", nameAll);
})();
