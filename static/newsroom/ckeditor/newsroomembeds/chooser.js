/*
 * The dialogs in which a picture, a show, a story, a block from facts or a live fact is
 * chosen.
 *
 * CKEDITOR.newsroom.choose(editor, kind, current, done) opens one; `done` gets
 * {description, caption, kind}, or null when nothing was chosen. `current` may hold what
 * stands there now (id, caption, described), a picture file to upload, or that a block
 * around it leaves no choice of its width (isHeld).
 */
(function () {
  "use strict";

  var PAUSE = 150;
  var WORDS = {
    show: {
      title: "Insert a show card",
      search: "Search for a show",
      hint: "The beginning of any word of its title, in any of its languages.",
      none: "No show is called that.",
      address: "shows",
    },
    article: {
      title: "Insert a read-more link",
      search: "Search for a story",
      hint: "The beginning of words of its headline. Drafts cannot be linked to.",
      none: "No published story has such a headline.",
      address: "stories",
    },
    "watch-next": {
      title: "Insert a shelf to watch next",
      search: "Search for a shelf",
      hint: "Any part of its title. Editors keep the shelves.",
      none: "No shelf is called that.",
      address: "shelves",
    },
    facts: {
      title: "Insert a block from facts",
      search: "Search for a show or a season",
      hint: "The show of this story stands first. Or type its title, and the number of the season.",
      none: "No show is called that.",
      address: "subjects",
    },
    live: {
      title: "Insert a live fact",
      search: "Which fact of this story’s shows and seasons",
      hint: "Words of it: date, status, platform, seasons, director, a character, an actor.",
      none: "None of this story’s shows and seasons has such a fact.",
      empty: "Name the shows of the story first; their facts stand here then.",
      address: "facts",
    },
    picture: {
      title: "Insert a picture",
      search: "Search the library",
      hint: "Words of its title, description, caption or credit.",
      none: "The library has no such picture. You can upload it.",
      address: "pictures",
    },
  };
  // In the order in which a guide has them.
  var BLOCKS = {
    facts: ["Facts", "Status, date, platform and episodes, each with its source"],
    known: ["What we know so far", "Known, said but not confirmed, and not known yet"],
    cast: ["Cast", "Who plays whom; reports stand apart"],
    timeline: ["Timeline", "What was announced when, and by whom"],
    watch: ["Where to watch", "The platforms, by country where they differ"],
    trailer: ["Trailer", "A poster; the player loads on a click"],
    time: ["What time is it out?", "On the clocks of New York, Los Angeles, London, Seoul and the reader"],
  };
  var UNREACHABLE = "The server did not answer. Check the connection and try again.";
  var serial = 0;

  // The editor waits for its plugins, so no button is there before its dialog is.
  CKEDITOR.plugins.add("newsroomchooser", {});

  CKEDITOR.newsroom = CKEDITOR.newsroom || {};
  CKEDITOR.newsroom.choose = function (editor, kind, current, done) {
    new Chooser(editor, kind, current, done).open();
  };

  /* Shows and seasons chosen in the story form, as pairs for an address. */
  CKEDITOR.newsroom.about = function (form) {
    var pairs = [];
    var take = function (name, selector) {
      form.querySelectorAll(selector).forEach(function (field) {
        if (field.value && !(field.name || "").includes("__prefix__")) {
          pairs.push([name, field.value]);
        }
      });
    };
    take("season", "[name=seasons] option:checked, input[name=seasons]");
    take("show", "[name^=article_shows-][name$=-show]");
    return pairs;
  };

  /* A dialog with a title and a place for what stands in it, opened; `closed` hears
     once when it is closed, in whatever way. The browser tells of a close only later,
     when the next key may have come already: `close()` has given the focus back, and
     said so, by the time it returns. */
  CKEDITOR.newsroom.dialog = function (kind, title, closed) {
    var id = "newsroom-dialog-" + (serial += 1);
    var dialog = element("dialog", {
      class: "newsroom-chooser newsroom-chooser--" + kind,
      "aria-labelledby": id,
    });
    var head = append(dialog, element("div", { class: "newsroom-chooser__head" }));
    append(head, element("h2", { id: id }, title));
    var close = append(
      head,
      element("button", { type: "button", class: "newsroom-chooser__close" }, "Close"),
    );
    var body = append(dialog, element("div", { class: "newsroom-chooser__body" }));
    var leave = function () {
      if (dialog.isConnected) {
        dialog.close();
        dialog.remove();
        closed();
      }
    };
    close.addEventListener("click", leave);
    // The Escape key is told of in time here; a file that was not chosen is, too.
    dialog.addEventListener("cancel", function (event) {
      if (event.target === dialog) {
        leave();
      }
    });
    dialog.addEventListener("close", leave);
    // Keys typed here are no business of the admin form below.
    dialog.addEventListener("keydown", function (event) {
      event.stopPropagation();
    });
    document.body.appendChild(dialog);
    dialog.showModal();
    return { body: body, id: id, close: leave };
  };

  CKEDITOR.newsroom.make = { element: element, append: append, readJson: readJson };
  CKEDITOR.newsroom.UNREACHABLE = UNREACHABLE;

  function Chooser(editor, kind, current, done) {
    this.editor = editor;
    this.kind = kind;
    this.current = current;
    this.done = done;
    // Which of the blocks from facts; undefined for other embeds.
    this.block = BLOCKS[kind] && kind;
    this.words = WORDS[this.block ? "facts" : kind];
    this.addresses = editor.config.newsroom;
    this.chosen = null;
    this.asked = null;
    this.prefix = "newsroom-chooser-" + (serial += 1);
  }

  Chooser.prototype = {
    open: function () {
      var self = this;
      var opened = CKEDITOR.newsroom.dialog(this.kind, this.words.title, function () {
        if (self.asked) {
          self.asked.abort();
        }
        self.done(self.chosen);
      });
      this.close = opened.close;
      this.body = opened.body;
      if (this.current.described && this.kind === "picture") {
        this.showCaption(this.current.described, this.current.caption);
      } else if (this.current.file || this.current.isNew) {
        this.showUpload(this.current.file);
      } else {
        this.showSearch();
      }
    },

    /* Makes room for something else to ask; what was asked before may not answer. */
    clear: function () {
      if (this.asked) {
        this.asked.abort();
      }
      this.waitedBy = "";
      this.shownFor = null;
      this.body.textContent = "";
    },

    choose: function (description, caption, wide) {
      this.chosen = {
        description: description,
        caption: caption,
        wide: wide,
        kind: this.block,
      };
      this.close();
    },

    // Searching

    showSearch: function () {
      var self = this;
      this.clear();
      if (this.kind === "picture") {
        this.ways("library");
      }
      if (this.current.kinds) {
        this.chooseBlock(this.current.kinds);
      }
      var label = append(this.body, element("label", { for: this.prefix + "-q" }));
      label.textContent = this.words.search;
      var input = append(
        this.body,
        element("input", {
          type: "search",
          id: this.prefix + "-q",
          maxlength: 200,
          autocomplete: "off",
          spellcheck: "false",
          "aria-describedby": this.prefix + "-hint",
        }),
      );
      this.input = input;
      var hint = { id: this.prefix + "-hint", class: "newsroom-chooser__hint" };
      append(this.body, element("p", hint, this.words.hint));
      this.status = append(
        this.body,
        element("p", { class: "newsroom-chooser__status", role: "status" }),
      );
      this.results = append(
        this.body,
        element("ul", { class: "newsroom-chooser__results" }),
      );

      var timer = null;
      input.addEventListener("input", function () {
        window.clearTimeout(timer);
        self.waitedBy = "";
        timer = window.setTimeout(function () {
          self.search(input.value);
        }, PAUSE);
      });
      input.addEventListener("keydown", function (event) {
        var first = self.results.querySelector("button");
        if (event.isComposing) {
          return;
        }
        if (event.key !== "ArrowDown" && event.key !== "Enter") {
          return;
        }
        event.preventDefault();
        if (self.shownFor !== input.value) {
          // Faster than the answer: what is chosen must be what was typed.
          window.clearTimeout(timer);
          self.waitedBy = event.key;
          self.search(input.value);
        } else if (first && event.key === "Enter") {
          first.click();
        } else if (first) {
          first.focus();
        }
      });
      this.results.addEventListener("keydown", function (event) {
        self.move(event, input);
      });
      input.focus();
      this.search("");
    },

    /* Which of the blocks from facts it is to be. */
    chooseBlock: function (kinds) {
      var self = this;
      var id = this.prefix + "-block";
      append(this.body, element("label", { for: id }, "What it shows"));
      var select = append(
        this.body,
        element("select", { id: id, "aria-describedby": id + "-hint" }),
      );
      kinds.forEach(function (kind) {
        append(select, element("option", { value: kind }, BLOCKS[kind][0]));
      });
      var hint = append(
        this.body,
        element("p", { id: id + "-hint", class: "newsroom-chooser__hint" }),
      );
      var choose = function () {
        self.block = select.value;
        hint.textContent = BLOCKS[select.value][1] + ".";
      };
      select.addEventListener("change", choose);
      choose();
    },

    /* What the form says the story is about. */
    about: function () {
      var form = this.editor.element.$.form;
      if (!form || !(this.block || this.kind === "live")) {
        return [];
      }
      var about = CKEDITOR.newsroom.about(form);
      var story = /\/article\/(\d+)\//.exec(window.location.pathname);
      // Some forms hold nothing but texts; what the story names is known then.
      return about.length || !story ? about : [["story", story[1]]];
    },

    /* Arrow keys among the results; up from the first leads back to the field. */
    move: function (event, input) {
      var buttons = Array.from(this.results.querySelectorAll("button"));
      var index = buttons.indexOf(document.activeElement);
      var next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0 }[event.key];
      if (event.key === "End") {
        next = buttons.length - 1;
      } else if (this.kind === "picture" && event.key === "ArrowRight") {
        next = index + 1;
      } else if (this.kind === "picture" && event.key === "ArrowLeft") {
        next = index - 1;
      }
      if (next === undefined) {
        return;
      }
      event.preventDefault();
      (next < 0 ? input : buttons[Math.min(next, buttons.length - 1)]).focus();
    },

    search: function (typed) {
      var self = this;
      if (this.asked) {
        this.asked.abort();
      }
      this.asked = new AbortController();
      var query = new URLSearchParams(this.about());
      query.set("q", typed);
      var address = this.addresses[this.words.address] + "?" + query;
      this.results.setAttribute("aria-busy", "true");
      fetch(address, {
        headers: { Accept: "application/json" },
        signal: this.asked.signal,
      })
        .then(readJson)
        .then(
          function (answer) {
            self.list(answer, typed);
          },
          function (error) {
            if (error.name !== "AbortError") {
              self.results.removeAttribute("aria-busy");
              self.results.textContent = "";
              // The next press of Enter asks again.
              self.shownFor = null;
              self.say(error.sentence || UNREACHABLE, true);
            }
          },
        );
    },

    list: function (answer, typed) {
      var self = this;
      var hadFocus = this.results.contains(document.activeElement);
      this.results.removeAttribute("aria-busy");
      this.results.textContent = "";
      this.shownFor = typed;
      answer.results.forEach(function (description) {
        var item = append(self.results, element("li"));
        var button = append(item, element("button", { type: "button" }));
        var frame = append(button, element("span", { class: "newsroom-chooser__thumb" }));
        if (description.thumb) {
          append(
            frame,
            element("img", { src: description.thumb, alt: "", loading: "lazy" }),
          );
        }
        var text = append(button, element("span", { class: "newsroom-chooser__text" }));
        append(text, element("strong", {}, description.title));
        var detail = description.detail || description.credit;
        if (detail) {
          append(text, element("span", {}, detail));
        }
        if (description.source) {
          append(text, element("small", {}, description.source));
        }
        button.addEventListener("click", function () {
          if (self.kind === "picture") {
            self.showCaption(description, self.current.caption);
          } else {
            self.choose(description);
          }
        });
      });
      var count = answer.results.length;
      var first = this.results.querySelector("button");
      if (this.waitedBy === "Enter" && count === 1) {
        first.click();
        return;
      }
      if (this.waitedBy || hadFocus) {
        (first || this.input).focus();
      }
      this.waitedBy = "";
      if (!count) {
        var empty = this.words.empty || "There is nothing here yet.";
        this.say(typed.trim() ? this.words.none : empty);
      } else if (answer.more) {
        this.say("The first " + count + ". Type more to see fewer.");
      } else {
        this.say(count === 1 ? "One found." : count + " found.");
      }
    },

    say: function (sentence, isError) {
      this.status.textContent = sentence;
      this.status.classList.toggle("newsroom-chooser__error", Boolean(isError));
    },

    // Pictures

    ways: function (way) {
      var self = this;
      var row = append(this.body, element("div", { class: "newsroom-chooser__ways" }));
      var library = element("button", { type: "button" }, "From the library");
      var upload = element("button", { type: "button" }, "Upload");
      library.setAttribute("aria-pressed", String(way === "library"));
      upload.setAttribute("aria-pressed", String(way === "upload"));
      library.addEventListener("click", function () {
        self.showSearch();
      });
      upload.addEventListener("click", function () {
        self.showUpload(null);
      });
      append(row, library);
      append(row, upload);
    },

    showUpload: function (file) {
      var self = this;
      this.clear();
      this.ways("upload");
      var form = append(this.body, element("form", { novalidate: "" }));
      var picked = file;
      var input = this.field(form, "file", "Picture", "input", {
        type: "file",
        accept: "image/jpeg,image/png,image/gif,image/webp",
      });
      if (file) {
        append(form, element("p", { class: "newsroom-chooser__hint" }, file.name));
      }
      input.addEventListener("change", function () {
        picked = input.files[0] || null;
      });
      var alt = this.field(form, "alt", "What it shows", "textarea", {
        rows: 2,
        maxlength: 250,
      });
      var hint = "For readers who cannot see it; one sentence.";
      append(form, element("p", { class: "newsroom-chooser__hint" }, hint));
      var decorative = this.box(form, "decorative", "It is decorative: it adds nothing");
      decorative.addEventListener("change", function () {
        alt.disabled = decorative.checked;
      });
      var credit = this.field(form, "credit", "Credit", "input", {
        type: "text",
        maxlength: 200,
        placeholder: "Courtesy of Netflix",
      });
      this.status = append(
        form,
        element("p", { class: "newsroom-chooser__status", role: "alert" }),
      );
      var button = append(
        form,
        element("button", { type: "submit", class: "newsroom-chooser__main" }, "Upload"),
      );
      form.addEventListener("submit", function (event) {
        event.preventDefault();
        if (!picked) {
          self.refuse("Choose a picture first.", input);
        } else if (!decorative.checked && !alt.value.trim()) {
          self.refuse("Say what the picture shows, or that it is decorative.", alt);
        } else {
          self.upload(picked, alt.value, decorative.checked, credit.value, button);
        }
      });
      (file ? alt : input).focus();
    },

    refuse: function (sentence, input) {
      this.say(sentence, true);
      input.focus();
    },

    upload: function (file, alt, isDecorative, credit, button) {
      var self = this;
      var data = new FormData();
      data.append("file", file);
      data.append("credit", credit);
      if (isDecorative) {
        data.append("decorative", "1");
      } else {
        data.append("alt", alt);
      }
      var form = this.editor.element.$.form;
      var token = form && form.querySelector("[name=csrfmiddlewaretoken]");
      button.disabled = true;
      this.say("Uploading…");
      fetch(this.addresses.upload, {
        method: "POST",
        body: data,
        headers: {
          Accept: "application/json",
          "X-CSRFToken": token ? token.value : "",
        },
      })
        .then(readJson)
        .then(
          function (picture) {
            // Who has turned to the library by then finds it there.
            if (button.isConnected) {
              picture.thumb = picture.url;
              self.showCaption(picture, self.current.caption, picture.message);
            }
          },
          function (error) {
            if (button.isConnected) {
              button.disabled = false;
              self.say(error.sentence || UNREACHABLE, true);
            }
          },
        );
    },

    showCaption: function (picture, caption, message) {
      var self = this;
      this.clear();
      if (message) {
        append(this.body, element("p", { role: "status" }, message));
      }
      var form = append(this.body, element("form", { novalidate: "" }));
      var shown = append(form, element("div", { class: "newsroom-chooser__shown" }));
      if (picture.thumb) {
        append(shown, element("img", { src: picture.thumb, alt: picture.alt || "" }));
      }
      append(shown, element("p", {}, picture.warning || picture.title || ""));
      var input = this.field(form, "caption", "Caption in this story", "textarea", {
        rows: 2,
        maxlength: this.addresses.captionLength,
        placeholder: picture.caption || "",
      });
      input.value = caption || "";
      var hint = "Leave it empty to use the caption that the library has.";
      append(form, element("p", { class: "newsroom-chooser__hint" }, hint));
      var wide = { checked: false };
      // Inside other blocks there is no more room than theirs.
      if (!this.current.isHeld) {
        wide = this.box(form, "wide", "Wider than the text");
        wide.checked = Boolean(this.current.wide);
      }
      var row = append(form, element("div", { class: "newsroom-chooser__row" }));
      var verb = this.current.id ? "Keep" : "Insert";
      append(
        row,
        element("button", { type: "submit", class: "newsroom-chooser__main" }, verb),
      );
      var other = append(
        row,
        element("button", { type: "button" }, "Choose another picture"),
      );
      other.addEventListener("click", function () {
        self.current.caption = input.value;
        self.current.wide = wide.checked;
        self.showSearch();
      });
      form.addEventListener("submit", function (event) {
        event.preventDefault();
        self.choose(picture, input.value.replace(/\s+/g, " ").trim(), wide.checked);
      });
      input.addEventListener("keydown", function (event) {
        if (event.key === "Enter" && !event.isComposing) {
          event.preventDefault();
          form.requestSubmit();
        }
      });
      input.focus();
    },

    field: function (form, name, label, tag, attributes) {
      var id = this.prefix + "-" + name;
      append(form, element("label", { for: id }, label));
      attributes.id = id;
      return append(form, element(tag, attributes));
    },

    box: function (form, name, label) {
      var id = this.prefix + "-" + name;
      var line = append(form, element("p", { class: "newsroom-chooser__box" }));
      var box = append(line, element("input", { type: "checkbox", id: id }));
      append(line, element("label", { for: id }, label));
      return box;
    },
  };

  function readJson(response) {
    return response
      .json()
      .catch(function () {
        throw { sentence: UNREACHABLE };
      })
      .then(function (answer) {
        if (!response.ok) {
          throw { sentence: answer.error || UNREACHABLE };
        }
        return answer;
      });
  }

  function element(tag, attributes, text) {
    var made = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) {
      made.setAttribute(name, attributes[name]);
    });
    if (text) {
      made.textContent = text;
    }
    return made;
  }

  function append(parent, child) {
    parent.appendChild(child);
    return child;
  }
})();
