/*
 * Writing: headings as buttons and keys (Ctrl+Alt+2, 3, 4; Ctrl+Alt+0 for a paragraph),
 * the browser's menu over text, and the choices of the link dialog that the site's
 * links have.
 */
(function () {
  "use strict";

  CKEDITOR.plugins.add("newsroomwriting", {
    requires: "widget",

    // Read out as the field's own label, not as "Editor, id_body".
    beforeInit: function (editor) {
      var label = document.querySelector('label[for="' + editor.name + '"]');
      if (label) {
        editor.title = label.textContent.replace(/:\s*$/, "").trim();
      }
    },

    init: function (editor) {
      // The editor takes note of where the caret is only a while after it moved; a
      // command right after a key or a click has to know.
      editor.on("beforeCommandExec", function () {
        editor.selectionChange(true);
      });

      var paragraph = new CKEDITOR.style({ element: "p" });
      editor.addCommand("paragraph", {
        exec: function () {
          editor.fire("saveSnapshot");
          editor.applyStyle(paragraph);
          editor.fire("saveSnapshot");
        },
      });
      key(48, "paragraph");

      [2, 3, 4].forEach(function (level) {
        var name = "heading" + level;
        var style = new CKEDITOR.style({ element: "h" + level });
        editor.addCommand(name, {
          contextSensitive: true,
          allowedContent: "h" + level,
          exec: function () {
            var isHeading = this.state === CKEDITOR.TRISTATE_ON;
            editor.focus();
            editor.fire("saveSnapshot");
            editor.applyStyle(isHeading ? paragraph : style);
            editor.fire("saveSnapshot");
          },
          refresh: function (_, path) {
            this.setState(
              style.checkActive(path, editor)
                ? CKEDITOR.TRISTATE_ON
                : style.checkApplicable(path, editor, editor.filter)
                  ? CKEDITOR.TRISTATE_OFF
                  : CKEDITOR.TRISTATE_DISABLED,
            );
          },
        });
        editor.ui.addButton("Heading" + level, {
          label: "Heading " + level,
          command: name,
          toolbar: "styles," + level,
          isToggle: true,
        });
        key(48 + level, name);
      });

      // A quotation that stands out of the column. Not one inside another block: those
      // have no room for it.
      editor.addCommand("pullquote", {
        contextSensitive: true,
        allowedContent: "blockquote(pull)",
        exec: function () {
          var quote = quoteAt(editor.elementPath());
          editor.focus();
          editor.fire("saveSnapshot");
          if (quote && quote.hasClass("pull")) {
            quote.removeClass("pull");
            editor.execCommand("blockquote");
          } else {
            if (!quote) {
              editor.execCommand("blockquote");
              quote = quoteAt(editor.elementPath());
            }
            if (quote) {
              quote.addClass("pull");
            }
          }
          editor.fire("saveSnapshot");
          editor.forceNextSelectionCheck();
          editor.selectionChange();
        },
        refresh: function (_, path) {
          var quote = quoteAt(path);
          var isPulled = quote && quote.hasClass("pull");
          this.setState(isPulled ? CKEDITOR.TRISTATE_ON : CKEDITOR.TRISTATE_OFF);
        },
      });
      editor.ui.addButton("PullQuote", {
        label: "Pull quote",
        command: "pullquote",
        toolbar: "blocks,11",
        icon: this.path + "icons/pullquote.svg",
        isToggle: true,
      });

      // What only those read who open it. A browser would fold it here, too, so in the
      // editor it is a box with two fields.
      editor.widgets.add("spoiler", {
        requiredContent: "details",
        allowedContent: "details summary",
        template:
          '<div class="spoiler-box"><p class="spoiler-box__line">Spoiler</p>' +
          '<div class="spoiler-box__text"><p></p></div></div>',
        editables: {
          line: { selector: ".spoiler-box__line", allowedContent: "strong em" },
          text: { selector: ".spoiler-box__text" },
        },
        upcast: function (element) {
          if (element.name !== "details") {
            return false;
          }
          var line = new CKEDITOR.htmlParser.element("p", { class: "spoiler-box__line" });
          var text = new CKEDITOR.htmlParser.element("div", { class: "spoiler-box__text" });
          element.children.slice().forEach(function (child) {
            if (child.name === "summary") {
              child.children.slice().forEach(function (each) {
                line.add(each);
              });
            } else {
              text.add(child);
            }
          });
          var box = new CKEDITOR.htmlParser.element("div", { class: "spoiler-box" });
          box.add(line);
          box.add(text);
          element.replaceWith(box);
          return box;
        },
        downcast: function () {
          var details = new CKEDITOR.htmlParser.element("details");
          add("summary", this.editables.line.getData());
          CKEDITOR.htmlParser.fragment
            .fromHtml(this.editables.text.getData())
            .children.slice()
            .forEach(function (child) {
              details.add(child);
            });
          return details;

          function add(name, html) {
            var element = new CKEDITOR.htmlParser.element(name);
            CKEDITOR.htmlParser.fragment
              .fromHtml(html)
              .children.slice()
              .forEach(function (child) {
                element.add(child);
              });
            details.add(element, 0);
          }
        },
      });
      editor.ui.addButton("Spoiler", {
        label: "Spoiler",
        command: "spoiler",
        toolbar: "blocks,12",
        icon: this.path + "icons/spoiler.svg",
      });

      function quoteAt(path) {
        return path && path.contains("blockquote", false, true);
      }

      // The browser's own menu corrects spelling; the editor's is for tables and
      // lists, which have no other place for their commands.
      editor.on("contentDom", function () {
        var editable = editor.editable();
        editable.addClass("cke_enable_context_menu");
        editable.attachListener(
          editable,
          "contextmenu",
          function (event) {
            if (!event.data.getTarget().getAscendant({ table: 1, ol: 1 }, true)) {
              event.stop();
            }
          },
          null,
          null,
          1,
        );
      });

      function key(code, command) {
        editor.setKeystroke(CKEDITOR.CTRL + CKEDITOR.ALT + code, command);
      }
    },
  });

  // Links

  var KEPT = /^(?:https?:\/\/[^\s/?#@\\]+|\/(?![/\\])|mailto:[^\s@]+@|tel:[\s/-]*\+?\d|#[^\W_]|#[^\x00-\x7f])/i;
  var REFUSED =
    "A link leads to a web page (https://…), a page of this site (/…), " +
    "a heading of the story (#…), an address of mail or a telephone.";

  CKEDITOR.newsroom = CKEDITOR.newsroom || {};

  /* Whether the server keeps such a link: as articles/body/links.py, less strictly. */
  CKEDITOR.newsroom.isKeptLink = function (href) {
    return KEPT.test(href.trim());
  };

  /* As articles/body/within.py names the anchors of headings, without their prefix. */
  function slug(text) {
    return text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\s-]/gu, "")
      .trim()
      .replace(/[-\s]+/g, "-")
      .replace(/^[-_]+|[-_]+$/g, "")
      .slice(0, 60)
      .replace(/-+$/, "");
  }

  function headings(editor) {
    var taken = {};
    var all = editor.editable().$.querySelectorAll("h2, h3, .entry-box__title");
    return Array.from(all, function (heading) {
      var name = slug(heading.textContent);
      taken[name] = (taken[name] || 0) + 1;
      return {
        text: heading.textContent.trim(),
        name: taken[name] > 1 ? name + "-" + taken[name] : name,
      };
    }).filter(function (heading) {
      return heading.name;
    });
  }

  // Links to the shops that the desk entered are marked by themselves; any other here.
  var PAID = {
    type: "checkbox",
    id: "paid",
    label: "Paid link: affiliate or sponsored",
    setup: function (data) {
      var rel = (data.advanced && data.advanced.advRel) || "";
      this.setValue(/(^|\s)sponsored(\s|$)/.test(rel));
    },
    commit: function (data) {
      var isPaid = this.getValue() && data.type === "url";
      data.advanced = data.advanced || {};
      data.advanced.advRel = isPaid ? "sponsored" : "";
    },
  };

  // Only what the site links to: web pages, its own pages, headings, mail, telephones.
  CKEDITOR.on("dialogDefinition", function (event) {
    if (event.data.name !== "link") {
      return;
    }
    var editor = event.editor;
    var info = event.data.definition.getContents("info");
    keep(info.get("protocol"), ["https://", "http://", ""]);
    info.get("linkType").items[1][0] = "Heading of this story";
    info.get("urlOptions").children.push(PAID);
    checkAddress(info.get("url"));
    chooseHeading(info);

    function keep(field, values) {
      field.items = field.items.filter(function (item) {
        return values.indexOf(item[1]) !== -1;
      });
    }

    function checkAddress(url) {
      var validate = url.validate;
      url.validate = function () {
        var dialog = this.getDialog();
        if (dialog.getValueOf("info", "linkType") !== "url") {
          return true;
        }
        var typed = this.getValue().trim();
        var protocol = dialog.getContentElement("info", "protocol");
        if (/^(?:mailto|tel):/i.test(typed)) {
          protocol.setValue("");
        }
        var said = validate.apply(this, arguments);
        if (said !== true) {
          return said;
        }
        return CKEDITOR.newsroom.isKeptLink(protocol.getValue() + typed) || REFUSED;
      };
    }

    /* Anchors come from the headings; a story has no others. */
    function chooseHeading(info) {
      CKEDITOR.plugins.link.getEditorAnchors = headings;
      info.get("selectAnchorText").label = "A heading of this story";
      info.get("noAnchors").html =
        '<div role="note" tabindex="-1">The story has no headings yet.</div>';
      info.get("selectAnchor").children = [
        Object.assign(info.get("anchorName"), {
          label: "Heading",
          setup: function (data) {
            var now = data.anchor ? data.anchor.name : "";
            var all = headings(editor);
            this.clear();
            this.add("", "");
            all.forEach(function (heading) {
              this.add(heading.text, heading.name);
            }, this);
            if (now && !all.some(isNow)) {
              this.add("#" + now, now);
            }
            this.setValue(now);

            function isNow(heading) {
              return heading.name === now;
            }
          },
          validate: function () {
            var isOther = this.getDialog().getValueOf("info", "linkType") !== "anchor";
            return isOther || Boolean(this.getValue()) || "Choose a heading.";
          },
        }),
      ];
    }
  });
})();
