/*
 * A list of picks: found while one types, moved with the mouse or the keyboard. Without
 * this script the same form works with its numbers, its boxes to tick and "Find".
 */
"use strict";

(() => {
  const PAUSE = 150;
  const BEAT = 30_000;
  const UNREACHABLE = "The server did not answer. Try again.";

  /* A combobox over stories and shows; `take` gets what was chosen. */
  class Finder {
    constructor(input, form, take) {
      this.input = input;
      this.form = form;
      this.take = take;
      this.active = -1;
      this.list = document.createElement("ul");
      this.list.id = `${input.id}-options`;
      this.list.className = "picks__options";
      this.list.hidden = true;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "Stories and shows");
      (input.closest(".picks__box") || input).after(this.list);
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-controls", this.list.id);
      input.setAttribute("aria-expanded", "false");
      input.addEventListener("input", () => {
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
      const { signal } = this.asked;
      const from = async (kind, address) => {
        const response = await fetch(`${address}?${query}`, { signal });
        const answer = await response.json();
        return (answer.results || []).map((each) => ({
          ...each,
          target: `${kind}:${each.id}`,
        }));
      };
      try {
        const [shows, stories] = await Promise.all([
          from("show", this.form.dataset.shows),
          from("article", this.form.dataset.stories),
        ]);
        this.offer([...shows.slice(0, 8), ...stories], typed);
      } catch (error) {
        if (error.name !== "AbortError") this.tell(UNREACHABLE);
      }
    }

    offer(results, typed) {
      this.shownFor = typed;
      if (!results.length) {
        this.tell("No story and no show begins so.");
        return;
      }
      this.results = results;
      const options = results.map((each, index) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = each.title;
        const detail = document.createElement("small");
        const kind = each.target.startsWith("show") ? "Show" : "Story";
        detail.textContent = [kind, each.detail].filter(Boolean).join(" · ");
        option.append(detail);
        // Before the field loses its focus.
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          this.choose(index);
        });
        return option;
      });
      this.list.replaceChildren(...options);
      this.open();
      this.mark(0);
      if (this.isWaited && results.length === 1) this.choose(0);
      this.isWaited = false;
    }

    tell(sentence) {
      this.results = [];
      const line = document.createElement("li");
      line.setAttribute("role", "option");
      line.setAttribute("aria-disabled", "true");
      line.textContent = sentence;
      this.list.replaceChildren(line);
      this.active = -1;
      this.open();
    }

    open() {
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
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
      if (!this.results?.length) return;
      this.active = (index + this.results.length) % this.results.length;
      [...this.list.children].forEach((option, at) => {
        option.setAttribute("aria-selected", String(at === this.active));
      });
      const option = this.list.children[this.active];
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    choose(index) {
      const chosen = this.results[index];
      this.input.value = "";
      this.close();
      if (chosen) this.take(chosen);
    }

    press(event) {
      if (event.isComposing) return;
      if (event.key === "Enter") {
        // Never sends the form: what is half typed is no choice.
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

  class Picks {
    constructor(form) {
      this.form = form;
      this.list = form.querySelector("[data-list]");
      this.said = form.querySelector("[data-said]");
      this.total = form.querySelector("[name=picks-TOTAL_FORMS]");
      this.tab = crypto.randomUUID ? crypto.randomUUID() : null;
      this.rows().forEach((row) => this.attach(row));
      const search = form.querySelector("[data-search]");
      form.querySelector("[name=_find]").hidden = true;
      new Finder(search, form, (chosen) => this.add(chosen));
      this.attachPages();
      form.addEventListener("input", () => this.soil());
      form.addEventListener("submit", () => {
        this.isDirty = false;
      });
      window.addEventListener("beforeunload", (event) => {
        if (this.isDirty) event.preventDefault();
      });
      this.number();
      this.present();
    }

    rows() {
      return [...this.list.querySelectorAll("[data-pick]")];
    }

    kept() {
      return this.rows().filter((row) => !row.classList.contains("pick--out"));
    }

    title(row) {
      return row.querySelector("[data-title]").textContent;
    }

    tell(sentence) {
      this.said.textContent = sentence;
    }

    soil() {
      this.isDirty = true;
      this.form.querySelector("[data-dirty]").hidden = false;
    }

    attach(row) {
      const place = row.querySelector("input[name$=-place]");
      place.hidden = true;
      row.querySelector("[data-out]").hidden = true;
      row.querySelectorAll(".pick__move").forEach((button) => {
        button.hidden = false;
      });
      row.querySelectorAll("[data-move]").forEach((button) => {
        button.addEventListener("click", () => this.move(row, Number(button.dataset.move)));
      });
      row.querySelector("[data-remove]").addEventListener("click", () => this.remove(row));
      const handle = row.querySelector("[data-handle]");
      handle.addEventListener("dragstart", (event) => {
        this.dragged = row;
        row.classList.add("pick--dragged");
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", this.title(row));
        event.dataTransfer.setDragImage(row, 10, 10);
      });
      handle.addEventListener("dragend", () => {
        row.classList.remove("pick--dragged");
        this.dragged = null;
        this.number();
      });
      row.addEventListener("dragover", (event) => {
        if (!this.dragged) return;
        event.preventDefault();
        if (this.dragged === row) return;
        const box = row.getBoundingClientRect();
        const before = event.clientY < box.top + box.height / 2;
        row.parentNode.insertBefore(this.dragged, before ? row : row.nextSibling);
        this.soil();
      });
      row.addEventListener("drop", (event) => event.preventDefault());
    }

    move(row, step) {
      const rows = this.kept();
      const other = rows[rows.indexOf(row) + step];
      if (!other) return;
      if (step < 0) other.before(row);
      else other.after(row);
      this.soil();
      this.number();
      const at = this.kept().indexOf(row) + 1;
      this.tell(`${this.title(row)}: place ${at} of ${rows.length}.`);
      const button = row.querySelector(`[data-move="${step}"]`);
      (button.disabled ? row.querySelector("[data-move]:enabled") : button)?.focus();
    }

    remove(row) {
      const box = row.querySelector("input[name$=-DELETE]");
      box.checked = !box.checked;
      row.classList.toggle("pick--out", box.checked);
      const button = row.querySelector("[data-remove]");
      button.firstElementChild.textContent = box.checked ? "↺" : "×";
      button.lastElementChild.textContent = box.checked ? "Put back" : "Take out";
      this.tell(`${this.title(row)}: ${box.checked ? "taken out" : "put back"}.`);
      this.soil();
      this.number();
    }

    number() {
      const kept = this.kept();
      this.rows().forEach((row, index) => {
        row.querySelector("input[name$=-place]").value = index + 1;
        const at = kept.indexOf(row);
        row.querySelector('[data-move="-1"]').disabled = at <= 0;
        row.querySelector('[data-move="1"]').disabled = at < 0 || at === kept.length - 1;
      });
      this.form.querySelector("[data-none]").hidden = kept.length > 0;
    }

    add(chosen) {
      const there = this.rows().find(
        (row) => row.querySelector("input[name$=-target]").value === chosen.target,
      );
      if (there) {
        if (there.classList.contains("pick--out")) this.remove(there);
        this.tell(`${chosen.title} is in the list already.`);
        there.querySelector("input[name$=-reason]").focus();
        return;
      }
      const index = Number(this.total.value);
      const template = this.form.querySelector("[data-empty]");
      const row = template.content.firstElementChild.cloneNode(true);
      for (const element of row.querySelectorAll("[name], [id], [for]")) {
        for (const name of ["name", "id", "for"]) {
          const value = element.getAttribute(name);
          if (value) element.setAttribute(name, value.replace("__prefix__", index));
        }
      }
      this.total.value = index + 1;
      row.querySelector("input[name$=-uid]").value = this.uid();
      row.querySelector("input[name$=-target]").value = chosen.target;
      row.querySelector("[data-title]").textContent = chosen.title;
      row.querySelector("[data-detail]").textContent = chosen.detail || "";
      row.querySelector("[data-hidden]").textContent = chosen.warning || "";
      const thumb = row.querySelector("[data-thumb]");
      if (chosen.thumb) {
        thumb.src = chosen.thumb;
        thumb.hidden = false;
      }
      this.list.append(row);
      this.attach(row);
      this.number();
      this.soil();
      this.tell(`${chosen.title} added, place ${this.kept().length}.`);
      row.querySelector("input[name$=-reason]").focus();
      this.offerEndings(row, chosen.target);
    }

    uid() {
      if (crypto.randomUUID) return crypto.randomUUID();
      // Only over plain http elsewhere than on this machine.
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      return [8, 12, 16, 20].reduceRight(
        (text, at) => `${text.slice(0, at)}-${text.slice(at)}`,
        hex,
      );
    }

    async offerEndings(row, target) {
      const select = row.querySelector("select[name$=-ends_on]");
      const query = new URLSearchParams({ target });
      try {
        const response = await fetch(`${this.form.dataset.endings}?${query}`);
        const answer = await response.json();
        for (const { value, label } of answer.endings || []) {
          select.add(new Option(label, value));
        }
      } catch {
        // The events are offered once the list is saved.
      }
    }

    attachPages() {
      const field = this.form.querySelector("[data-page-search]");
      if (!field) return;
      field.hidden = false;
      const pages = this.form.querySelector("[data-pages]");
      new Finder(field.querySelector("input"), this.form, (chosen) => {
        const line = document.createElement("li");
        const box = document.createElement("input");
        box.type = "checkbox";
        box.name = "add_page";
        box.value = chosen.target;
        box.checked = true;
        const label = document.createElement("label");
        label.append(box, ` ${chosen.title}`);
        line.append(label);
        pages.append(line);
        this.tell(`Placed on ${chosen.title}.`);
        this.soil();
      });
    }

    /* Says that the page is open, and who else has it open. */
    present() {
      const address = this.form.dataset.presence;
      if (!address || !this.tab) return;
      const others = document.querySelector("[data-others]");
      const token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
      const body = (more) => new URLSearchParams({ tab: this.tab, csrfmiddlewaretoken: token, ...more });
      const beat = async () => {
        try {
          const response = await fetch(address, { method: "POST", body: body({}) });
          if (!response.ok) return;
          const { people } = await response.json();
          others.replaceChildren(
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
        fetch(address, { method: "POST", body: body({ leave: "1" }), keepalive: true }).catch(
          () => {},
        );
      });
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-picks]");
    if (form) new Picks(form);
  });
})();
