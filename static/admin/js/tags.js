/* Offers the tags in use while one is typed: a combobox over a plain line of text. */
"use strict";

(() => {
  const PAUSE = 150;

  const attach = (input) => {
    const list = document.createElement("ul");
    list.id = `${input.id}-suggestions`;
    list.className = "tag-suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Tags in use");
    input.after(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

    let timer = null;
    let asked = null;
    let active = -1;

    const bounds = () => {
      const start = input.value.lastIndexOf(",", input.selectionStart - 1) + 1;
      const comma = input.value.indexOf(",", input.selectionStart);
      return [start, comma < 0 ? input.value.length : comma];
    };

    // What is on its way would take the place of what is seen and chosen from now.
    const stopAsking = () => {
      clearTimeout(timer);
      asked?.abort();
    };

    const close = () => {
      stopAsking();
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const choose = (name) => {
      const [start, end] = bounds();
      const before = input.value.slice(0, start).trimEnd();
      const after = input.value.slice(end);
      const text = `${before}${before ? " " : ""}${name}`;
      input.value = text + (after || ", ");
      const caret = text.length + (after ? 0 : 2);
      input.setSelectionRange(caret, caret);
      input.dispatchEvent(new Event("change", { bubbles: true }));
      close();
    };

    const mark = (index) => {
      stopAsking();
      active = (index + list.children.length) % list.children.length;
      [...list.children].forEach((option, at) => {
        option.setAttribute("aria-selected", String(at === active));
      });
      input.setAttribute("aria-activedescendant", list.children[active].id);
      list.children[active].scrollIntoView({ block: "nearest" });
    };

    const show = (names) => {
      const taken = new Set(
        input.value.split(",").map((name) => name.trim().toLowerCase()),
      );
      const options = names
        .filter((name) => !taken.has(name.toLowerCase()))
        .map((name, index) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${index}`;
          option.setAttribute("role", "option");
          option.textContent = name;
          // Before the field loses its focus.
          option.addEventListener("mousedown", (event) => {
            event.preventDefault();
            choose(name);
          });
          return option;
        });
      list.replaceChildren(...options);
      active = -1;
      list.hidden = options.length === 0;
      input.setAttribute("aria-expanded", String(options.length > 0));
    };

    const ask = async () => {
      asked?.abort();
      asked = new AbortController();
      const typed = input.value.slice(...bounds()).trim();
      if (!typed) {
        close();
        return;
      }
      const address = `${input.dataset.suggestions}?${new URLSearchParams({ q: typed })}`;
      try {
        const response = await fetch(address, { signal: asked.signal });
        if (response.ok) show((await response.json()).results);
      } catch (error) {
        // Without suggestions the line is still a line of text.
        if (error.name !== "AbortError") close();
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      if (event.key === "ArrowDown") mark(active + 1);
      else if (event.key === "ArrowUp") mark(active - 1);
      else if (event.key === "Enter" && active >= 0) choose(list.children[active].textContent);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const input of document.querySelectorAll("input[data-suggestions]")) {
      attach(input);
    }
  });
})();
