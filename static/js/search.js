/*
 * Suggests shows, people, tags and stories while somebody types into a search box.
 * Without this script the box leads to the page of results, as it does with it.
 */
"use strict";

for (const form of document.querySelectorAll("form[data-suggestions]")) {
  const field = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  list.className = "search-box__list";
  list.id = `${field.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  form.append(list);
  const told = document.createElement("p");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  form.append(told);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  }))
    field.setAttribute(name, value);

  let waiting = 0;
  let asking = null;
  let chosen = -1;

  const options = () => [...list.children];

  const choose = (place) => {
    chosen = place;
    options().forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === place));
    });
    const option = options()[place];
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };

  // What is on its way would take the place of what is seen and chosen from now.
  const stopAsking = () => {
    clearTimeout(waiting);
    asking?.abort();
  };

  const show = (isOpen) => {
    list.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) choose(-1);
  };

  const part = (name, text) => {
    const element = document.createElement("span");
    element.className = `search-box__${name}`;
    element.textContent = text;
    element.dir = "auto";
    return element;
  };

  const fill = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map((each, index) => {
        const option = document.createElement("li");
        option.className = "search-box__option";
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = each.url;
        option.append(part("label", each.label), part("kind", each.kind));
        if (each.note) option.append(part("note", each.note));
        return option;
      }),
    );
    show(suggestions.length > 0);
    choose(-1);
    const count = suggestions.length;
    told.textContent = count ? `${count} ${count === 1 ? "suggestion" : "suggestions"}` : "";
  };

  const ask = async () => {
    const typed = field.value.trim();
    // One letter is hardly anything in the Latin alphabet, and a word in others.
    if (typed.length < 2 && typed < "\u0370") {
      fill([]);
      return;
    }
    asking = new AbortController();
    const { signal } = asking;
    try {
      const address = `${form.dataset.suggestions}?q=${encodeURIComponent(typed)}`;
      const response = await fetch(address, { signal });
      if (!response.ok) return;
      const { suggestions } = await response.json();
      if (!signal.aborted && document.activeElement === field) fill(suggestions);
    } catch {
      // Typed on, or no connection: the box itself still works.
    }
  };

  field.addEventListener("input", () => {
    // What was chosen answered to less than is typed now.
    choose(-1);
    stopAsking();
    waiting = setTimeout(ask, 150);
  });

  field.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      stopAsking();
      show(false);
    } else if (count && event.key === "ArrowDown") {
      stopAsking();
      show(true);
      choose(chosen + 1 < count ? chosen + 1 : -1);
    } else if (count && event.key === "ArrowUp") {
      stopAsking();
      show(true);
      choose(chosen < 0 ? count - 1 : chosen - 1);
    } else if (event.key === "Enter" && options()[chosen]) {
      location.assign(options()[chosen].dataset.url);
    } else return;
    event.preventDefault();
  });

  const leave = () => {
    stopAsking();
    show(false);
  };
  field.addEventListener("blur", leave);
  // Browsers keep a page as it was left and show it again.
  addEventListener("pagehide", leave);

  // Not the click: the field would have lost the focus, and the list be gone.
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option && event.button === 0) location.assign(option.dataset.url);
  });
}
