/* Notes of the desk: names that open on an @, and a panel that sends notes by itself,
   so that nothing typed into the story around it is touched. */
"use strict";

(() => {
  // Names

  const BEGUN = /(?:^|[^\p{L}\p{N}_.+@/-])@([\p{L}\p{N}_.+-]*)$/u;
  let lists = 0;

  const offerNames = (area, address) => {
    const list = document.createElement("ul");
    list.className = "desk-names";
    list.id = `desk-names-${++lists}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "People who may see this story");
    list.hidden = true;
    const said = document.createElement("p");
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    area.after(list, said);
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-haspopup", "listbox");
    area.setAttribute("aria-controls", list.id);
    area.setAttribute("autocomplete", "off");

    let asking = null;
    let chosen = -1;

    const begun = () => {
      if (area.selectionStart !== area.selectionEnd) return null;
      const match = BEGUN.exec(area.value.slice(0, area.selectionStart));
      return match ? match[1] : null;
    };

    const close = () => {
      asking?.abort();
      asking = null;
      list.hidden = true;
      list.replaceChildren();
      area.removeAttribute("aria-activedescendant");
      said.textContent = "";
    };

    const choose = (index) => {
      chosen = (index + list.children.length) % list.children.length;
      [...list.children].forEach((option, at) => {
        option.setAttribute("aria-selected", String(at === chosen));
      });
      const option = list.children[chosen];
      area.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    };

    const take = (option) => {
      const name = begun();
      if (name === null) return close();
      const end = area.selectionStart;
      const word = `${option.dataset.username} `;
      area.setRangeText(word, end - name.length, end, "end");
      close();
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    };

    const show = (people) => {
      list.replaceChildren(
        ...people.map(({ username, name }, index) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${index}`;
          option.setAttribute("role", "option");
          option.dataset.username = username;
          option.textContent = `@${username}`;
          if (name) {
            const full = document.createElement("span");
            full.className = "desk-names__name";
            full.textContent = name;
            option.append(" ", full);
          }
          // Before the textarea loses the focus, and with it its caret.
          option.addEventListener("mousedown", (event) => {
            event.preventDefault();
            take(option);
          });
          return option;
        }),
      );
      list.hidden = false;
      choose(0);
      const many = people.length === 1 ? "1 name" : `${people.length} names`;
      said.textContent = `${many}. Arrow keys choose, Enter takes it.`;
    };

    const ask = async () => {
      const name = begun();
      if (name === null) return close();
      asking?.abort();
      const mine = new AbortController();
      asking = mine;
      try {
        const answer = await fetch(`${address}?q=${encodeURIComponent(name)}`, {
          headers: { Accept: "application/json" },
          redirect: "manual",
          signal: mine.signal,
        });
        const { people } = answer.ok ? await answer.json() : { people: [] };
        if (asking !== mine) return;
        if (people.length) show(people);
        else close();
      } catch {
        // Without names the note can still be written.
        if (asking === mine) close();
      }
    };

    area.addEventListener("input", ask);
    area.addEventListener("blur", close);
    area.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      const moves = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in moves) {
        // What is on its way would take the place of what is chosen from now.
        asking?.abort();
        asking = null;
        choose(chosen + moves[event.key]);
      } else if (event.key === "Enter" || event.key === "Tab") take(list.children[chosen]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  };

  for (const page of document.querySelectorAll("[data-notes-page]")) {
    for (const area of page.querySelectorAll("[data-note-text]")) {
      offerNames(area, page.dataset.names);
    }
  }

  // The panel

  const panel = document.querySelector("[data-notes]");
  if (!panel) return;
  const threads = panel.querySelector("[data-notes-threads]");
  const status = panel.querySelector("[data-notes-status]");
  const writing = panel.querySelector(".desk-notes__write");
  const blank = writing.cloneNode(true);
  const { address, names } = panel.dataset;

  // A note is no part of the story: typing one leaves nothing to save there.
  for (const kind of ["input", "change"]) {
    panel.addEventListener(kind, (event) => event.stopPropagation());
  }

  // What is typed and not sent outlives a save of the story, or a reload.
  const draft = (thread) => `note:${address}:${thread}`;
  const recall = (thread) => {
    try {
      return sessionStorage.getItem(draft(thread)) || "";
    } catch {
      return "";
    }
  };
  const keep = (thread, text) => {
    try {
      if (text) sessionStorage.setItem(draft(thread), text);
      else sessionStorage.removeItem(draft(thread));
    } catch {
      // The browser keeps nothing; the note is still in its field.
    }
  };

  const NOT_SENT =
    "This was not sent: the server could not be reached, or you are logged out. What " +
    "you typed is kept here. Log in in another tab if need be, and try again.";

  const post = async (target, fields) => {
    const token = document.querySelector("#article_form [name=csrfmiddlewaretoken]");
    try {
      const answer = await fetch(target, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { Accept: "application/json", "X-CSRFToken": token?.value ?? "" },
        redirect: "manual",
      });
      const type = answer.headers.get("Content-Type") ?? "";
      if (type.startsWith("application/json")) return await answer.json();
    } catch {
      // No answer at all.
    }
    return { error: NOT_SENT };
  };

  const show = ({ html, open, told }) => {
    threads.innerHTML = html;
    panel.querySelector("[data-notes-open]").textContent = open;
    status.textContent = told;
    wake(threads);
  };

  /* A field for a note: a new one, or an answer to the thread with this key. */
  const composer = (box, thread) => {
    const area = box.querySelector("textarea");
    const problem = box.querySelector("[data-notes-problem]");
    const send = box.querySelector("[data-send]");
    area.value = recall(thread);
    area.addEventListener("input", () => keep(thread, area.value));
    offerNames(area, names);
    const go = async () => {
      send.disabled = true;
      const answer = await post(address, { text: area.value, reply_to: thread });
      send.disabled = false;
      problem.textContent = answer.error ?? "";
      problem.hidden = !answer.error;
      if (answer.error) return area.focus();
      keep(thread, "");
      area.value = "";
      show(answer);
      if (thread) focusThread(thread);
      else area.focus();
    };
    send.addEventListener("click", go);
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        go();
      }
    });
    return area;
  };

  const answerTo = (button) => {
    const thread = button.dataset.answer;
    const box = blank.cloneNode(true);
    const help = box.querySelector(".desk-notes__help");
    const area = box.querySelector("textarea");
    area.id = `answer-${thread}`;
    box.querySelector("label").htmlFor = area.id;
    box.querySelector("label").textContent = "Your answer";
    box.querySelector("[data-send]").textContent = "Add the answer";
    area.removeAttribute("aria-describedby");
    help.remove();
    box.hidden = false;
    button.closest(".desk-note").append(box);
    button.setAttribute("aria-expanded", "true");
    return composer(box, thread);
  };

  const focusThread = (thread) => {
    (threads.querySelector(`[data-answer="${thread}"]`) ?? panel.querySelector("summary")).focus();
  };

  const wake = (part) => {
    for (const hidden of part.querySelectorAll("[data-needs-script]")) {
      hidden.hidden = false;
    }
    for (const button of part.querySelectorAll("[data-answer]")) {
      button.addEventListener("click", () => {
        const box = button.closest(".desk-note").querySelector(".desk-notes__write");
        if (box) box.querySelector("textarea").focus();
        else answerTo(button).focus();
      });
      if (recall(button.dataset.answer)) answerTo(button);
    }
    for (const button of part.querySelectorAll("[data-resolve]")) {
      button.addEventListener("click", async () => {
        button.disabled = true;
        const answer = await post(button.dataset.resolve, {});
        button.disabled = false;
        if (answer.error) {
          status.textContent = answer.error;
          const problem = writing.querySelector("[data-notes-problem]");
          problem.textContent = answer.error;
          problem.hidden = false;
          return;
        }
        show(answer);
        panel.querySelector("summary").focus();
      });
    }
  };

  composer(writing, "");
  wake(panel);
  if (recall("") || location.hash.startsWith("#note-")) panel.open = true;
  // The browser jumped before the panel was open.
  if (location.hash.startsWith("#note-")) {
    document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: "center" });
  }
})();
