/*
 * What the filters for Word and Google Docs leave to do: redirect links lead where
 * they point, headings start at level 2, and pictures stay out, with a word about it.
 * The server does the same when the story is saved (articles/body/canonical); doing it
 * here too shows the writer at once what will be kept.
 */
(function () {
  "use strict";

  var NOTICE_SECONDS = 12;
  var notice = null;

  CKEDITOR.plugins.add("newsroompaste", {
    requires: "clipboard",
    init: function (editor) {
      var redirectors = editor.config.newsroom.redirectors;

      // Before the filter for Word, which takes the remarks for text.
      editor.on(
        "paste",
        function (event) {
          // That filter reads the clipboard itself, so the clipboard has to lie.
          var transfer = event.data.dataTransfer;
          if (transfer) {
            var read = transfer.getData;
            transfer.getData = function (type) {
              var data = read.apply(transfer, arguments);
              return type === "text/html" ? withoutRemarks(data) : data;
            };
          }
          event.data.dataValue = withoutRemarks(event.data.dataValue);
        },
        null,
        null,
        2,
      );

      // After the filters for Word and Google Docs (3), before the general one (6),
      // which would make paragraphs of first-level headings.
      editor.on(
        "paste",
        function (event) {
          if (event.data.dataValue.indexOf("<") === -1) {
            return;
          }
          var page = new DOMParser().parseFromString(
            event.data.dataValue,
            "text/html",
          );
          var isOwn = page.querySelector("[data-cke-widget-wrapper]");
          var pictures = isOwn ? 0 : dropPictures(page);
          dropMarksOfRemarks(page);
          var transfer = event.data.dataTransfer;
          var isForeign =
            !transfer || transfer.getTransferType(editor) === CKEDITOR.DATA_TRANSFER_EXTERNAL;
          var links = 0;
          page.querySelectorAll("a[href]").forEach(function (link) {
            var href = unwrap(link.getAttribute("href"), redirectors);
            link.setAttribute("href", href);
            keepPaid(link);
            // Places of another page are none of this story.
            if (!CKEDITOR.newsroom.isKeptLink(href) || (isForeign && href[0] === "#")) {
              links += link.textContent.trim() ? 1 : 0;
              replaceWithContents(link);
            }
          });
          page.querySelectorAll("a:not([href])").forEach(replaceWithContents);
          shiftHeadings(page);
          event.data.dataValue = page.body.innerHTML;
          if (pictures || links) {
            tell(editor, pictures, links);
          }
        },
        null,
        null,
        4,
      );

      editor.on("contentDom", function () {
        var editable = editor.editable();
        ["paste", "drop"].forEach(function (name) {
          editable.attachListener(
            editable,
            name,
            function (event) {
              var native = event.data.$;
              var file = pictureFile(native.clipboardData || native.dataTransfer);
              if (file) {
                event.data.preventDefault();
                event.stop();
                editor.execCommand("picture", { file: file });
              }
            },
            null,
            null,
            1,
          );
        });
      });
    },
  });

  function pictureFile(transfer) {
    // Word and browsers offer a picture of the text beside the text itself.
    if (!transfer || transfer.types.indexOf("text/html") !== -1) {
      return null;
    }
    return (
      Array.prototype.filter.call(transfer.files, function (file) {
        return file.type.indexOf("image/") === 0;
      })[0] || null
    );
  }

  function dropPictures(page) {
    var seen = 0;
    page.querySelectorAll("img, picture, svg, video, v\\:imagedata").forEach(function (
      picture,
    ) {
      var width = picture.getAttribute("width");
      // Mail and web pages carry invisible ones to count their readers.
      if (picture.nodeName !== "PICTURE" && !(width && parseInt(width, 10) <= 2)) {
        seen += 1;
      }
      picture.remove();
    });
    return seen;
  }

  /* Word puts the remarks in the margin behind the text. */
  function withoutRemarks(html) {
    var remarks = html.search(/<div\s+style=['"]?mso-element:\s*comment-list/i);
    if (remarks === -1) {
      return html;
    }
    var end = html.indexOf("<!--EndFragment-->", remarks);
    return html.slice(0, remarks) + (end === -1 ? "" : html.slice(end));
  }

  function dropMarksOfRemarks(page) {
    var marks = 'a[href^="#cmnt"], a[href^="#_msocom"]';
    page.querySelectorAll(marks).forEach(function (mark) {
      var sup = mark.closest("sup");
      (sup && sup.textContent === mark.textContent ? sup : mark).remove();
    });
  }

  function shiftHeadings(page) {
    if (!page.querySelector("h1")) {
      return;
    }
    [5, 4, 3, 2, 1].forEach(function (level) {
      page.querySelectorAll("h" + level).forEach(function (heading) {
        var lower = page.createElement("h" + Math.min(level + 1, 4));
        while (heading.firstChild) {
          lower.appendChild(heading.firstChild);
        }
        heading.replaceWith(lower);
      });
    });
  }

  /* Of what other sites say of their links, only that somebody pays for them. */
  function keepPaid(link) {
    if (/(^|\s)sponsored(\s|$)/i.test(link.rel)) {
      link.rel = "sponsored";
    } else {
      link.removeAttribute("rel");
    }
  }

  function replaceWithContents(element) {
    while (element.firstChild) {
      element.parentNode.insertBefore(element.firstChild, element);
    }
    element.remove();
  }

  function unwrap(href, redirectors) {
    for (var pass = 0; pass < 4; pass += 1) {
      var target = redirectTarget(href, redirectors);
      if (!target) {
        return href;
      }
      href = target;
    }
    return href;
  }

  function redirectTarget(href, redirectors) {
    var address;
    try {
      address = new URL(href);
    } catch (error) {
      return null;
    }
    var found = null;
    redirectors.forEach(function (redirector) {
      var domain = redirector[0];
      var path = redirector[1];
      var host = address.hostname;
      if (host !== domain && !host.endsWith("." + domain)) {
        return;
      }
      if (path !== null && address.pathname !== path) {
        return;
      }
      redirector[2].forEach(function (name) {
        var value = address.searchParams.get(name);
        if (!found && value && /^https?:\/\/[^/]/i.test(value)) {
          found = value;
        }
      });
    });
    return found;
  }

  function tell(editor, pictures, links) {
    var said = [];
    if (pictures) {
      said.push(
        (pictures === 1 ? "One picture was left out." : pictures + " pictures were left out.") +
          " Add it with the picture button, so that it gets its credit.",
      );
    }
    if (links) {
      said.push(
        (links === 1 ? "One link was" : links + " links were") +
          " left out, to a place of another page or to no page; the words stay.",
      );
    }
    if (notice) {
      notice.hide();
    }
    notice = editor.showNotification(said.join(" "), "info", NOTICE_SECONDS * 1000);
  }
})();
