/*
 * The screen of a layout. Every button sends the whole form and the server answers with
 * the screen as it is then; this script fetches that instead of leaving the page, keeps
 * the focus where it was, finds stories while one types and lets pins be dragged.
 */
"use strict";

(() => {
  const PAUSE = 150;
  const BEAT = 30_000;
  const UNREACHABLE = "The server did not answer. Nothing is lost: try again.";

  const root = document.querySelector("[data-layout]");
  if (!root) return;
  const tab = crypto.randomUUID ? crypto.randomUUID() : null;
  const said = document.createElement("p");
  said.className = "layouts__said";
  said.setAttribute("role", "status");
  root.before(said);

  let isDirty = false;
  let dragged = null;
  const form = () => document.getElementById("layout-form");

  function soil(isNow = true) {
    isDirty = isNow;
    const mark = form().querySelector("[data-dirty]");
    if (mark) mark.hidden = !isNow;
  }

  /* Send the form as if that button had been pressed, and show what comes back. */
  async function send(what, focus) {
    const body = new FormData(form());
    body.set("do", what);
    root.inert = true;
    try {
      const response = await fetch(location.href, {
        method: "POST",
        body,
        headers: { Accept: "text/html" },
      });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("[data-layout]");
      if (!fresh) {
        said.textContent = UNREACHABLE;
        return;
      }
      if (response.redirected) history.replaceState(null, "", response.url);
      root.replaceChildren(...fresh.childNodes);
      const told = [...page.querySelectorAll(".messagelist li")];
      said.textContent = told.map((line) => line.textContent.trim()).join(" ");
      said.classList.toggle("layouts__said--error", !response.ok);
      document.querySelector(".messagelist")?.remove();
      soil(!response.ok);
      attach();
      root.inert = false;
      for (const id of focus || []) {
        const target = document.getElementById(id);
        if (target && !target.disabled) {
          target.focus();
          break;
        }
      }
    } catch {
      said.textContent = UNREACHABLE;
    } finally {
      root.inert = false;
    }
  }

  /* Where the focus goes after a button, by what it did. */
  function focusAfter(what) {
    const [verb, uid] = what.split(":");
    if (verb === "up" || verb === "down") return [`${verb}-${uid}`];
    if (verb === "slot-up" || verb === "slot-down") return [`${verb}-${uid}`];
    if (verb === "pin") return [`q-${uid}`];
    if (verb === "add") return ["add-slot"];
    if (verb === "save") return ["do-save"];
    return [];
  }

  class Finder {
    constructor(input) {
      this.input = input;
      this.slot = input.dataset.find;
      this.active = -1;
      this.results = [];
      this.list = document.createElement("ul");
      this.list.id = `${input.id}-options`;
      this.list.className = "slot__options";
      this.list.hidden = true;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "Stories");
      input.after(this.list);
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-controls", this.list.id);
      input.setAttribute("aria-expanded", "false");
      input.addEventListener("input", (event) => {
        // What is typed to find a story is no change of the layout.
        event.stopPropagation();
        clearTimeout(this.timer);
        this.isWaited = false;
        this.timer = setTimeout(() => this.ask(), PAUSE);
      });
      input.addEventListener("blur", () => this.close());
      input.addEventListener("keydown", (event) => this.press(event));
    }

    async ask() {
      this.asked?.abort();
      this.asked = new AbortController();
      const typed = this.input.value.trim();
      if (!typed) {
        this.close();
        return;
      }
      const query = new URLSearchParams({ q: typed });
      try {
        const response = await fetch(`${form().dataset.stories}?${query}`, {
          signal: this.asked.signal,
        });
        const answer = await response.json();
        this.offer(answer.results || [], typed);
      } catch (error) {
        if (error.name !== "AbortError") said.textContent = UNREACHABLE;
      }
    }

    offer(results, typed) {
      this.results = results;
      this.shownFor = typed;
      const options = results.map((each, index) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = each.title;
        const detail = document.createElement("small");
        detail.textContent = each.detail || "";
        option.append(detail);
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          this.choose(index);
        });
        return option;
      });
      if (!options.length) {
        const none = document.createElement("li");
        none.setAttribute("role", "option");
        none.setAttribute("aria-disabled", "true");
        none.textContent = "No story begins so.";
        options.push(none);
      }
      this.list.replaceChildren(...options);
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      this.mark(0);
      if (this.isWaited && results.length === 1) this.choose(0);
      this.isWaited = false;
    }

    close() {
      // An answer on its way would open it again.
      clearTimeout(this.timer);
      this.asked?.abort();
      this.isWaited = false;
      this.shownFor = null;
      this.list.hidden = true;
      this.active = -1;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }

    mark(index) {
      if (!this.results.length) return;
      this.active = (index + this.results.length) % this.results.length;
      [...this.list.children].forEach((option, at) => {
        option.setAttribute("aria-selected", String(at === this.active));
      });
      this.input.setAttribute("aria-activedescendant", this.list.children[this.active].id);
      this.list.children[this.active].scrollIntoView({ block: "nearest" });
    }

    choose(index) {
      const chosen = this.results[index];
      this.close();
      if (!chosen) return;
      const what = `pin:${this.slot}:${chosen.id}`;
      send(what, focusAfter(what));
    }

    press(event) {
      if (event.isComposing) return;
      if (event.key === "Enter") {
        event.preventDefault();
        // Faster than the answer: what is chosen must be what was typed.
        if (this.shownFor !== this.input.value.trim()) this.isWaited = true;
        else if (!this.list.hidden && this.active >= 0) this.choose(this.active);
        return;
      }
      if (this.list.hidden) return;
      if (event.key === "ArrowDown") this.mark(this.active + 1);
      else if (event.key === "ArrowUp") this.mark(this.active - 1);
      else if (event.key === "Escape") this.close();
      else return;
      event.preventDefault();
    }
  }

  function attachPin(pin) {
    const handle = pin.querySelector("[data-handle]");
    handle.hidden = false;
    handle.addEventListener("dragstart", (event) => {
      dragged = pin;
      pin.classList.add("pinned--dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", pin.dataset.pin);
      event.dataTransfer.setDragImage(pin, 10, 10);
    });
    handle.addEventListener("dragend", () => {
      pin.classList.remove("pinned--dragged");
      dragged = null;
    });
  }

  function attachSlot(slot) {
    slot.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      slot.classList.add("slot--over");
    });
    slot.addEventListener("dragleave", () => slot.classList.remove("slot--over"));
    slot.addEventListener("drop", (event) => {
      if (!dragged) return;
      event.preventDefault();
      const others = [...slot.querySelectorAll("[data-pin]")].filter((each) => each !== dragged);
      const before = others.findIndex((each) => {
        const box = each.getBoundingClientRect();
        return event.clientY < box.top + box.height / 2;
      });
      const at = before < 0 ? others.length : before;
      send(`to:${dragged.dataset.pin}:${slot.dataset.slot}:${at}`);
    });
  }

  function attach() {
    const current = form();
    if (!("mayChange" in current.dataset)) return;
    current.querySelectorAll("[data-no-script]").forEach((button) => {
      button.hidden = true;
    });
    current.querySelectorAll("[data-find]").forEach((input) => new Finder(input));
    current.querySelectorAll("[data-pin]").forEach(attachPin);
    current.querySelectorAll("[data-takes]").forEach(attachSlot);
    current.addEventListener("input", () => soil());
    current.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (!button || "leaves" in button.dataset) {
        isDirty = false;
        return;
      }
      event.preventDefault();
      const add = current.querySelector("[name=add]");
      const what = button.value === "add" ? `add:${add.value}` : button.value;
      send(what, focusAfter(what));
    });
  }

  /* Says that the page is open, and who else has it open. */
  function present() {
    if (!tab) return;
    const address = form().dataset.presence;
    const body = (more) =>
      new URLSearchParams({
        tab,
        csrfmiddlewaretoken: form().querySelector("[name=csrfmiddlewaretoken]").value,
        ...more,
      });
    const beat = async () => {
      try {
        const response = await fetch(address, { method: "POST", body: body({}) });
        if (!response.ok) return;
        const { people } = await response.json();
        document.querySelector("[data-others]").replaceChildren(
          ...people.map((name) => {
            const line = document.createElement("li");
            line.textContent = name;
            return line;
          }),
        );
      } catch {
        // A courtesy: the next beat may get through.
      }
    };
    beat();
    setInterval(beat, BEAT);
    window.addEventListener("pagehide", () => {
      fetch(address, { method: "POST", body: body({ leave: "1" }), keepalive: true }).catch(() => {});
    });
  }

  window.addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
  attach();
  present();
})();
