/*
 * The dialogs of blocks that hold others. Each asks for all there is to know at once:
 *
 *   CKEDITOR.newsroom.askEntry(editor, current, done)    done({title, count, number,
 *                                                        picture, show, place})
 *   CKEDITOR.newsroom.askGallery(editor, current, done)  done({title, pictures})
 *   CKEDITOR.newsroom.askPost(editor, current, done)     done({address, title, author, …})
 *
 * `done` is not called where the dialog is left without an answer. A picture or a show is
 * {id, caption, fallback}.
 */
(function () {
  "use strict";

  var PAUSE = 150;
  var newsroom = (CKEDITOR.newsroom = CKEDITOR.newsroom || {});
  CKEDITOR.plugins.add("newsroomdialogs", { requires: "newsroomembeds" });
  var make = function () {
    return newsroom.make.element.apply(null, arguments);
  };
  var append = function (parent, child) {
    return newsroom.make.append(parent, child);
  };

  /* A dialog around a form; `build` fills it and gives back how to read the answer. */
  function ask(editor, kind, title, current, build, done) {
    var comeBack = newsroom.returning(editor, Boolean(current.isKept));
    var answer = null;
    var opened = newsroom.dialog(kind, title, function () {
      comeBack();
      if (answer) {
        done(answer);
      }
    });
    var form = append(opened.body, make("form", { novalidate: "" }));
    var ui = new Ui(editor, form, opened.id);
    var read = build(ui);
    ui.status = make("p", { class: "newsroom-chooser__status", role: "alert" });
    var row = append(
      form,
      make("div", { class: "newsroom-chooser__row newsroom-chooser__end" }),
    );
    append(row, ui.status);
    append(
      row,
      make(
        "button",
        { type: "submit", class: "newsroom-chooser__main" },
        current.isKept ? "Keep" : "Insert",
      ),
    );
    form.addEventListener("input", function () {
      ui.status.textContent = "";
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var settle = function (found) {
        if (found) {
          answer = found;
          opened.close();
        }
      };
      Promise.resolve(read()).then(settle);
    });
  }

  function Ui(editor, form, id) {
    this.editor = editor;
    this.form = form;
    this.id = id;
  }

  Ui.prototype = {
    field: function (name, label, tag, attributes, hint) {
      var id = this.id + "-" + name;
      append(this.form, make("label", { for: id }, label));
      attributes.id = id;
      if (hint) {
        attributes["aria-describedby"] = id + "-hint";
      }
      var field = append(this.form, make(tag, attributes));
      if (hint) {
        var said = { id: id + "-hint", class: "newsroom-chooser__hint" };
        append(this.form, make("p", said, hint));
      }
      return field;
    },

    choice: function (name, label, options, chosen, hint) {
      var select = this.field(name, label, "select", {}, hint);
      options.forEach(function (option) {
        append(select, make("option", { value: option[0] }, option[1]));
      });
      select.value = chosen;
      return select;
    },

    refuse: function (sentence, field) {
      this.status.classList.add("newsroom-chooser__error");
      this.status.textContent = sentence;
      field.focus();
      return null;
    },

    button: function (parent, label, press) {
      var button = append(parent, make("button", { type: "button" }, label));
      button.addEventListener("click", press);
      return button;
    },

    /*
     * A picture or a show that may be chosen; gives back how to read which, and by
     * its `take` one can be given. `changed` hears of every change.
     */
    chosen: function (kind, label, target, hint, changed) {
      var self = this;
      var now = target || null;
      var group = append(
        this.form,
        make("fieldset", { class: "newsroom-chooser__chosen" }),
      );
      append(group, make("legend", {}, label));
      var shown = append(group, make("p", { class: "newsroom-chooser__line" }));
      var row = append(group, make("div", { class: "newsroom-chooser__row" }));
      var choose = this.button(row, "", function () {
        newsroom.choose(self.editor, kind, { isHeld: true }, function (found) {
          if (found) {
            take(found.description, found.caption);
          }
          choose.focus();
        });
      });
      var remove = this.button(row, "Take away", function () {
        now = null;
        draw();
        choose.focus();
      });
      if (hint) {
        append(group, make("p", { class: "newsroom-chooser__hint" }, hint));
      }
      var draw = function () {
        var said = (now && self.editor.newsroomDescribed.known(kind, now.id)) || {};
        shown.textContent = "";
        shown.hidden = !now;
        remove.hidden = !now;
        choose.textContent = (now ? "Choose another " : "Choose a ") + kind;
        if (said.thumb) {
          append(shown, make("img", { src: said.thumb, alt: "" }));
        }
        if (now) {
          append(shown, make("span", {}, said.warning || said.title || "Number " + now.id));
        }
        if (changed) {
          changed(said);
        }
      };
      var take = function (description, caption) {
        self.editor.newsroomDescribed.learn(kind, description);
        now = { id: String(description.id), caption: caption || "", fallback: "" };
        draw();
      };
      draw();
      var read = function () {
        return now;
      };
      read.take = take;
      return read;
    },

    /* The pictures that the desk has of a show; `take` hears which was pressed. */
    offered: function (take) {
      var self = this;
      var asked = null;
      var group = append(
        this.form,
        make("fieldset", { class: "newsroom-chooser__chosen", hidden: "" }),
      );
      append(group, make("legend", {}, "Pictures of the show"));
      var list = append(
        group,
        make("ul", { class: "newsroom-chooser__results newsroom-chooser__library" }),
      );
      var draw = function (results) {
        list.textContent = "";
        group.hidden = !results.length;
        results.forEach(function (description) {
          var button = self.button(append(list, make("li")), "", function () {
            list.querySelectorAll("button").forEach(function (each) {
              each.setAttribute("aria-pressed", String(each === button));
            });
            take(description);
          });
          button.setAttribute("aria-pressed", "false");
          drawPicture(button, description, description.detail);
        });
      };
      return function (show) {
        var id = show ? show.id : "";
        if (id === asked) {
          return;
        }
        asked = id;
        draw([]);
        if (!id) {
          return;
        }
        var query = new URLSearchParams({ show: id });
        fetch(self.editor.config.newsroom.picturesOfShow + "?" + query, {
          headers: { Accept: "application/json" },
        })
          .then(newsroom.make.readJson)
          .then(
            function (answer) {
              // Another show may have been chosen by now.
              if (asked === id) {
                draw(answer.results);
              }
            },
            function () {
              // The library can be searched all the same; the next look asks again.
              asked = null;
            },
          );
      };
    },
  };

  function drawPicture(button, description, detail) {
    var frame = append(button, make("span", { class: "newsroom-chooser__thumb" }));
    append(frame, make("img", { src: description.thumb, alt: "", loading: "lazy" }));
    var text = append(button, make("span", { class: "newsroom-chooser__text" }));
    append(text, make("strong", {}, description.title));
    append(text, make("span", {}, detail));
  }

  // A place of a ranked list

  newsroom.askEntry = function (editor, current, done) {
    ask(editor, "entry", "Ranked entry", current, function (ui) {
      var title, offered;
      var show = ui.chosen("show", "Show", current.show, "", function (said) {
        if (title) {
          title.placeholder = said.title || "";
          offered(show());
        }
      });
      title = ui.field(
        "title",
        "Title",
        "input",
        { type: "text", maxlength: 200, autocomplete: "off" },
        "Leave it empty to use the title of the show.",
      );
      title.value = current.title || "";
      var known = current.show && editor.newsroomDescribed.known("show", current.show.id);
      title.placeholder = (known && known.title) || "";
      var picture = ui.chosen(
        "picture",
        "Picture",
        current.picture,
        "Without one the poster of the show stands there.",
      );
      offered = ui.offered(picture.take);
      offered(current.show);
      var count = ui.choice(
        "count",
        "The whole list",
        [
          ["", "Counts up: 1, 2, 3"],
          ["down", "Counts down: 3, 2, 1"],
          ["none", "Has no numbers"],
        ],
        current.count || "",
      );
      var place = null;
      if (current.places > 1) {
        var places = Array.from({ length: current.places }, function (_, index) {
          return [String(index), index + 1 + " of " + current.places + " in the text"];
        });
        place = ui.choice("place", "Place", places, String(current.place));
      }
      var number = ui.field(
        "number",
        "Number",
        "input",
        { type: "text", inputmode: "numeric", maxlength: 4, autocomplete: "off" },
        "Leave it empty to count by itself. The places after a number that was set go on from it.",
      );
      number.value = current.number || "";
      title.focus();
      return function () {
        var said = title.value.replace(/\s+/g, " ").trim();
        var set = number.value.trim();
        if (!said && !show()) {
          return ui.refuse("Choose a show or write a title.", title);
        }
        if (set && !/^[1-9][0-9]{0,3}$/.test(set)) {
          return ui.refuse("A number is between 1 and 9999, in digits.", number);
        }
        return {
          title: said || title.placeholder,
          count: count.value,
          number: set,
          picture: picture(),
          show: show(),
          place: place ? Number(place.value) : current.place,
        };
      };
    }, done);
  };

  // A gallery

  newsroom.askGallery = function (editor, current, done) {
    ask(editor, "gallery", "Gallery", current, function (ui) {
      var title = ui.field("title", "Title", "input", {
        type: "text",
        maxlength: 200,
        autocomplete: "off",
      }, "May stay empty.");
      title.value = current.title;
      var chosen = new Chosen(ui, current.pictures);
      var library = new Library(ui, chosen);
      chosen.changed = function () {
        library.mark();
      };
      chosen.draw();
      library.search("");
      (current.isKept ? title : library.input).focus();
      return function () {
        if (!chosen.pictures.length) {
          return ui.refuse("Choose at least one picture from the library.", library.input);
        }
        return {
          title: CKEDITOR.tools.htmlEncode(title.value.replace(/\s+/g, " ").trim()),
          pictures: chosen.pictures,
        };
      };
    }, done);
  };

  // A post or video of another site

  newsroom.askPost = function (editor, current, done) {
    ask(editor, "post", "Post or video", current, function (ui) {
      return new Post(ui, current).reader();
    }, done);
  };

  function Post(ui, current) {
    var self = this;
    this.ui = ui;
    this.current = current;
    this.found = null;
    this.address = ui.field(
      "address",
      "Address",
      "input",
      { type: "text", maxlength: 4000, autocomplete: "off", spellcheck: "false", inputmode: "url" },
      "Of a post on X, Instagram or TikTok, or a video on YouTube or Vimeo. The code to embed it will do, too.",
    );
    this.address.value = current.address || "";
    this.told = append(
      ui.form,
      make("p", { class: "newsroom-chooser__status", role: "status" }),
    );
    this.line("title", "Title of the video", 200);
    this.line("author", "Name of who posted it", 100);
    this.line("handle", "Their handle, after the @", 40);
    this.line("date", "Day it was posted", 10, { type: "date" });
    this.line("duration", "Length of the video", 8, { placeholder: "2:31" });
    this.text = ui.field(
      "text",
      "Its words",
      "textarea",
      { rows: 5 },
      "They stand on the page, whatever becomes of the original. An empty line begins a paragraph.",
    );
    this.text.value = this.typed = asText(current.quoted || "");
    this.picture = ui.chosen(
      "picture",
      "Picture",
      current.picture,
      "Of the post, or from the video; from our library, for nothing is loaded from elsewhere.",
    );
    this.address.addEventListener("input", function () {
      self.unpack();
    });
    this.address.addEventListener("change", function () {
      self.look();
    });
    this.shape(newsroom.postAt(this.address.value));
    if (current.address) {
      this.look();
    }
    // What was pasted is there already; its words are what is asked for.
    var next = this.title.hidden ? this.text : this.title;
    (current.isPasted ? next : this.address).focus();
  }

  Post.prototype = {
    line: function (name, label, most, more) {
      var attributes = Object.assign(
        { type: "text", maxlength: most, autocomplete: "off" },
        more,
      );
      this[name] = this.ui.field(name, label, "input", attributes);
      this[name].value = this.current[name] || "";
    },

    /* Code that embeds it says more than its address. */
    unpack: function () {
      var read = newsroom.readPost(this.address.value);
      if (!read) {
        return;
      }
      this.address.value = read.address;
      ["title", "author", "handle", "date"].forEach(function (name) {
        this[name].value = this[name].value || read[name] || "";
      }, this);
      this.text.value = this.text.value || asText(read.quoted);
      this.look();
    },

    /* Asks our server what the address leads to; gives back a promise of the answer. */
    look: function () {
      var self = this;
      var typed = this.address.value;
      var query = new URLSearchParams({ address: typed });
      return fetch(this.ui.editor.config.newsroom.posts + "?" + query, {
        headers: { Accept: "application/json" },
      })
        .then(newsroom.make.readJson)
        .then(
          function (found) {
            if (self.address.value === typed) {
              var stays = " Escape leaves its address in the text.";
              self.tell(
                "A " + (found.isVideo ? "video" : "post") + " on " + found.site + "." +
                  (self.current.isPasted ? stays : ""),
              );
              self.shape(found);
              self.handle.value = self.handle.value || (found.isVideo ? "" : found.by);
            }
            return found;
          },
          function (error) {
            if (self.address.value === typed) {
              self.tell(error.sentence || newsroom.UNREACHABLE, true);
            }
            return null;
          },
        );
    },

    tell: function (sentence, isError) {
      this.told.textContent = sentence;
      this.told.classList.toggle("newsroom-chooser__error", Boolean(isError));
    },

    /* Which fields there are: videos have a title, posts a handle. */
    shape: function (found) {
      var isVideo = Boolean(found && found.isVideo);
      this.show("title", isVideo);
      this.show("duration", isVideo);
      this.show("handle", !isVideo);
    },

    show: function (name, isThere) {
      var field = this[name];
      field.hidden = !isThere;
      field.previousElementSibling.hidden = !isThere;
    },

    reader: function () {
      var self = this;
      return function read() {
        var typed = self.address.value;
        return self.look().then(function (found) {
          // It may have been typed anew before the answer came.
          return self.address.value === typed ? self.read(found) : read();
        });
      };
    },

    read: function (found) {
      if (!found) {
        return this.ui.refuse(this.told.textContent, this.address);
      }
      var value = function (field) {
        return field.hidden ? "" : field.value.replace(/\s+/g, " ").trim();
      };
      var title = value(this.title);
      var duration = value(this.duration);
      if (found.isVideo && !title) {
        return this.ui.refuse("Give the title of the video; it stays when the video goes.", this.title);
      }
      if (!found.isVideo && !this.text.value.trim()) {
        return this.ui.refuse("Give the words of the post; they stay when the post goes.", this.text);
      }
      if (duration && !/^(\d{1,2}:)?[0-5]?\d:[0-5]\d$/.test(duration)) {
        return this.ui.refuse("Write the length as minutes and seconds: 2:31.", this.duration);
      }
      if (this.date.validity.badInput) {
        return this.ui.refuse("Give the whole day, or none.", this.date);
      }
      var handle = value(this.handle).replace(/^@/, "");
      if (!/^[\w.-]*$/.test(handle)) {
        return this.ui.refuse("A handle has letters, digits, points and dashes alone.", this.handle);
      }
      return {
        address: found.address,
        title: title,
        author: value(this.author),
        handle: handle,
        date: this.date.value,
        duration: duration,
        // Links and emphasis stay, unless it was typed anew.
        quoted: this.text.value === this.typed ? this.current.quoted || "" : asHtml(this.text.value),
        picture: this.picture(),
        credit: "",
      };
    },
  };

  function asText(html) {
    var page = new DOMParser().parseFromString(html, "text/html");
    page.querySelectorAll("br").forEach(function (br) {
      br.replaceWith("\n");
    });
    var paragraphs = Array.from(page.querySelectorAll("p"), function (paragraph) {
      return paragraph.textContent.trim();
    });
    return paragraphs.length ? paragraphs.join("\n\n") : page.body.textContent.trim();
  }

  function asHtml(text) {
    return text
      .trim()
      .split(/\n\s*\n/)
      .filter(Boolean)
      .map(function (paragraph) {
        var lines = paragraph.split("\n").map(CKEDITOR.tools.htmlEncode);
        return "<p>" + lines.join("<br>") + "</p>";
      })
      .join("");
  }

  /* The pictures of a gallery in their order, each with its caption. */
  function Chosen(ui, pictures) {
    this.ui = ui;
    this.pictures = pictures.map(function (picture) {
      return Object.assign({}, picture);
    });
    this.changed = function () {};
    var group = append(ui.form, make("fieldset", { class: "newsroom-chooser__chosen" }));
    append(group, make("legend", {}, "In the gallery"));
    this.said = append(group, make("p", { class: "newsroom-chooser__hint", role: "status" }));
    this.list = append(group, make("ol", { class: "newsroom-chooser__order" }));
  }

  Chosen.prototype = {
    has: function (id) {
      return this.pictures.some(function (picture) {
        return picture.id === String(id);
      });
    },

    toggle: function (description) {
      var id = String(description.id);
      this.ui.editor.newsroomDescribed.learn("picture", description);
      if (this.has(id)) {
        this.pictures = this.pictures.filter(function (picture) {
          return picture.id !== id;
        });
      } else {
        this.pictures.push({ id: id, caption: "", fallback: "" });
      }
      this.draw();
    },

    /* Puts one at another place; gives the focus to the button that did it. */
    move: function (from, to, label) {
      if (to < 0 || to >= this.pictures.length || from === to) {
        return;
      }
      this.pictures.splice(to, 0, this.pictures.splice(from, 1)[0]);
      this.draw();
      var item = this.list.children[to];
      var button = label && item.querySelector("[data-does='" + label + "']");
      var other = item.querySelector("button:not(:disabled)");
      (button && !button.disabled ? button : other).focus();
      this.said.textContent = "Now number " + (to + 1) + " of " + this.pictures.length + ".";
    },

    draw: function () {
      var self = this;
      var count = this.pictures.length;
      this.list.textContent = "";
      this.said.textContent = count
        ? count + (count === 1 ? " picture." : " pictures, in this order. Drag them, or use the buttons.")
        : "None yet. Press the pictures of the library that belong in it.";
      this.pictures.forEach(function (picture, index) {
        self.item(picture, index);
      });
      this.changed();
    },

    item: function (picture, index) {
      var self = this;
      var said = this.ui.editor.newsroomDescribed.known("picture", picture.id) || {};
      var name = said.title || "Number " + picture.id;
      var item = append(this.list, make("li", { draggable: "true" }));
      if (said.thumb) {
        append(item, make("img", { src: said.thumb, alt: "", draggable: "false" }));
      }
      var text = append(item, make("div", {}));
      var id = this.ui.id + "-caption-" + index;
      append(text, make("label", { for: id }, "Caption: " + name));
      var caption = append(
        text,
        make("input", {
          id: id,
          type: "text",
          maxlength: this.ui.editor.config.newsroom.captionLength,
          placeholder: said.caption || "",
          autocomplete: "off",
        }),
      );
      caption.value = picture.caption;
      caption.addEventListener("input", function () {
        picture.caption = caption.value.replace(/\s+/g, " ").trim();
      });
      var credit = said.credit || said.detail;
      append(
        text,
        make("p", { class: "newsroom-chooser__hint" }, credit || "It has no credit yet."),
      );
      var row = append(text, make("div", { class: "newsroom-chooser__row" }));
      [
        ["up", "Earlier", index - 1],
        ["down", "Later", index + 1],
      ].forEach(function (way) {
        var button = self.ui.button(row, way[1], function () {
          self.move(index, way[2], way[0]);
        });
        button.dataset.does = way[0];
        button.disabled = way[2] < 0 || way[2] >= self.pictures.length;
        button.setAttribute("aria-label", way[1] + ": " + name);
      });
      var away = this.ui.button(row, "Take out", function () {
        self.pictures.splice(index, 1);
        self.draw();
        var next = self.list.children[Math.min(index, self.pictures.length - 1)];
        if (next) {
          next.querySelector("input").focus();
        }
      });
      away.setAttribute("aria-label", "Take out: " + name);
      this.drag(item, index);
    },

    drag: function (item, index) {
      var self = this;
      // What is written in it is selected by dragging, too.
      item.addEventListener("pointerdown", function (event) {
        item.draggable = !event.target.closest("input");
      });
      item.addEventListener("dragstart", function (event) {
        self.dragged = index;
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", "");
      });
      item.addEventListener("dragover", function (event) {
        if (self.dragged !== null) {
          event.preventDefault();
        }
      });
      item.addEventListener("drop", function (event) {
        event.preventDefault();
        var from = self.dragged;
        self.dragged = null;
        self.move(from, index);
      });
      item.addEventListener("dragend", function () {
        self.dragged = null;
      });
    },

    dragged: null,
  };

  /* The library, of which any number of pictures is pressed. */
  function Library(ui, chosen) {
    var self = this;
    this.ui = ui;
    this.chosen = chosen;
    this.asked = null;
    this.input = ui.field(
      "q",
      "Search the library",
      "input",
      { type: "search", maxlength: 200, autocomplete: "off", spellcheck: "false" },
      "Words of its title, description, caption or credit.",
    );
    this.said = append(
      ui.form,
      make("p", { class: "newsroom-chooser__status", role: "status" }),
    );
    this.results = append(
      ui.form,
      make("ul", { class: "newsroom-chooser__results newsroom-chooser__library" }),
    );
    var row = append(ui.form, make("div", { class: "newsroom-chooser__row" }));
    this.more = ui.button(row, "More pictures", function () {
      // Of what is listed, however often it is pressed before the answer comes.
      var typed = self.input.value;
      self.search(typed, typed === self.typed ? self.page + 1 : 1);
    });
    ui.button(row, "Upload a picture", function () {
      newsroom.choose(ui.editor, "picture", { isNew: true, isHeld: true }, function (found) {
        if (found && !chosen.has(found.description.id)) {
          chosen.toggle(found.description);
          chosen.pictures[chosen.pictures.length - 1].caption = found.caption || "";
          chosen.draw();
        }
        self.search(self.typed);
      });
    });
    this.typed = "";
    this.page = 1;
    var timer = null;
    this.input.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(function () {
        self.search(self.input.value);
      }, PAUSE);
    });
    this.input.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && !event.isComposing) {
        // It looks for pictures; it does not insert those that are chosen.
        event.preventDefault();
        window.clearTimeout(timer);
        self.search(self.input.value);
      }
    });
  }

  Library.prototype = {
    search: function (typed, page) {
      var self = this;
      if (this.asked) {
        this.asked.abort();
      }
      this.asked = new AbortController();
      page = page || 1;
      var query = new URLSearchParams({ q: typed, page: page });
      fetch(this.ui.editor.config.newsroom.pictures + "?" + query, {
        headers: { Accept: "application/json" },
        signal: this.asked.signal,
      })
        .then(newsroom.make.readJson)
        .then(
          function (answer) {
            self.typed = typed;
            self.page = page;
            self.list(answer);
          },
          function (error) {
            if (error.name !== "AbortError") {
              self.said.textContent = error.sentence || newsroom.UNREACHABLE;
            }
          },
        );
    },

    list: function (answer) {
      var self = this;
      var hadFocus = this.results.contains(document.activeElement);
      if (this.page === 1) {
        this.results.textContent = "";
      }
      this.more.hidden = !answer.more;
      answer.results.forEach(function (description) {
        description.detail = description.credit;
        var item = append(self.results, make("li"));
        var button = self.ui.button(item, "", function () {
          self.chosen.toggle(description);
        });
        button.dataset.picture = description.id;
        drawPicture(button, description, description.credit);
      });
      var none = this.typed.trim() ? "The library has no such picture." : "The library is empty.";
      this.said.textContent = this.results.children.length ? "" : none;
      this.mark();
      if (hadFocus && !this.results.contains(document.activeElement)) {
        (this.results.querySelector("button") || this.input).focus();
      }
    },

    mark: function () {
      var self = this;
      this.results.querySelectorAll("button").forEach(function (button) {
        button.setAttribute("aria-pressed", String(self.chosen.has(button.dataset.picture)));
      });
    },
  };
})();
