/* What is pasted into running text is kept, or refused with what to do instead.
 *
 * Pictures and files: Draftail would leave them out without a word, and a file that is dropped would
 * be opened in place of the form.
 *
 * A table never loses the borders of its cells.
 * Draftail knows no tables: it would join 川崎市 and 23,000 and 横浜市 to one word. Where the page has
 * blocks, a pasted range of cells becomes a table block behind the text; where it has none, it is
 * refused with what to do instead. A table among other text is pasted as lines, a cell from the next
 * by a bar. One column is a list of lines, and one cell its text, as they are.
 */
(() => {
  "use strict";

  const { into: INTO, refused: REFUSED, lines: LINES, files: FILES, pictures: PICTURES } = document.currentScript.dataset;
  const EDITOR = ".public-DraftEditor-content";
  const BAR = " | ";
  const ours = new WeakSet();

  const tidy = (text) => text.replace(/[ \t\u00a0\r\n]+/g, " ").trim();

  const textOf = (cell) => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll("br").forEach((line) => line.replaceWith("\u2028"));
    return tidy(copy.textContent).replace(/ ?\u2028 ?/g, "\n").trim();
  };

  const isHidden = (element) => /display:\s*none/.test(element.getAttribute("style") || "");

  /** The cells of a table as rows of texts, all of one length. */
  const rowsOf = (table) => {
    const rows = [];
    const lines = [...table.rows].filter((row) => !isHidden(row));
    lines.forEach((line, number) => {
      rows[number] = rows[number] || [];
      let column = 0;
      for (const cell of [...line.cells].filter((found) => !isHidden(found))) {
        while (rows[number][column] !== undefined) column += 1;
        const text = textOf(cell);
        for (let down = 0; down < Math.min(cell.rowSpan || 1, lines.length - number); down += 1) {
          rows[number + down] = rows[number + down] || [];
          for (let right = 0; right < (cell.colSpan || 1); right += 1) {
            rows[number + down][column + right] = down || right ? "" : text;
          }
        }
        column += cell.colSpan || 1;
      }
    });
    return evened(rows);
  };

  /** Rows of one length, without the empty ones at their end. */
  const evened = (rows) => {
    const isEmpty = (row) => row.every((text) => !text);
    while (rows.length && isEmpty(rows[rows.length - 1])) rows.pop();
    const used = rows.flatMap((row) => row.map((text, column) => (text ? column + 1 : 0)));
    const width = Math.max(0, ...used);
    return rows.map((row) => Array.from({ length: width }, (_none, column) => row[column] || ""));
  };

  /** Cells divided by tabs, as spreadsheet programs write them; a quoted one may have line breaks. */
  const rowsOfText = (text) => {
    const rows = [[]];
    const pattern = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/gy;
    const source = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    while (pattern.lastIndex <= source.length) {
      const [, quoted, plain, end] = pattern.exec(source);
      rows[rows.length - 1].push(quoted === undefined ? plain : quoted.replace(/""/g, '"'));
      if (!end) break;
      if (end === "\n") rows.push([]);
    }
    return evened(rows.map((row) => row.map((cell) => cell.trim())));
  };

  /** Whether a text is a range of cells: a tab in each of its lines, and not at their beginning. */
  const isRange = (text) => {
    const lines = text.split(/\r?\n/).filter((line) => line.trim());
    return lines.length > 0 && text.includes("\t") && lines.every((line) => /[^\t]*\t/.test(line))
      && lines.some((line) => /[^\s][^\t]*\t+[^\t\s]/.test(line));
  };

  const clean = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    page.querySelectorAll("script, style, title, meta, link, colgroup, caption:empty").forEach((extra) => extra.remove());
    return page;
  };

  /** Tables within tables are how old pages and mails arrange text: the innermost hold what is meant. */
  const tablesOf = (page) =>
    [...page.querySelectorAll("table")].filter((table) => !table.querySelector("table"));

  const asLines = (page, rows) =>
    rows.flatMap((row) => {
      const cells = row.map((text) => text.replace(/\n/g, " "));
      const line = page.createElement("p");
      line.textContent = cells.join(BAR);
      return cells.some((text) => text) ? [line] : [];
    });

  /** The way to add a block behind the one with this editor: its offer of table blocks. */
  const offerOf = (editor) => {
    const around = editor.closest("[data-draftail-editor-wrapper]")?.parentNode;
    const field = [...(around?.querySelectorAll("input") || [])].find((input) => input.draftailEditor);
    const commands = field?.draftailEditor.props.commands;
    const items = Array.isArray(commands) ? commands.flatMap((group) => group.items || []) : [];
    return items.find((item) => item.type === "table" && item.blockDef?.widget && item.addSibling?.fn);
  };

  const addTable = (offer, rows) => {
    const { widget } = offer.blockDef;
    const { render } = widget;
    const filled = (place, name, id, state, ...rest) =>
      render.call(widget, place, name, id, { ...state, data: rows, cell: [], mergeCells: [] }, ...rest);
    widget.render = filled;
    try {
      offer.addSibling.fn({ type: "table" });
    } finally {
      delete widget.render;
      if (widget.render !== render) widget.render = render;
    }
  };

  const tell = (editor, text, isRefusal) => {
    const around = editor.closest("[data-draftail-editor-wrapper]") || editor;
    let note = around.nextElementSibling;
    if (!note?.classList.contains("pasted-note")) {
      note = document.createElement("div");
      around.insertAdjacentElement("afterend", note);
    }
    note.className = `pasted-note help-block ${isRefusal ? "help-warning" : "help-info"}`;
    note.setAttribute("role", isRefusal ? "alert" : "status");
    note.textContent = text;
    editor.addEventListener("beforeinput", () => note.remove(), { once: true });
  };

  const pasteInstead = (editor, html, text) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    ours.add(event);
    editor.dispatchEvent(event);
  };

  const takeTable = (editor, rows) => {
    const offer = offerOf(editor);
    if (offer) {
      addTable(offer, rows);
      tell(editor, INTO, false);
    } else {
      tell(editor, REFUSED, true);
    }
  };

  /** Whether a clipboard holds words besides pictures and files. */
  const saysAnything = (html, text) => (html ? tidy(clean(html).body.textContent) : text.trim()) !== "";

  const refuseFiles = (event, editor) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    tell(editor, FILES, true);
  };

  document.addEventListener(
    "drop",
    (event) => {
      const editor = event.target.closest?.(EDITOR);
      if (editor && event.dataTransfer?.files.length) refuseFiles(event, editor);
    },
    true,
  );

  document.addEventListener(
    "paste",
    (event) => {
      const editor = event.target.closest?.(EDITOR);
      if (!editor || ours.has(event) || !event.clipboardData) return;
      const html = event.clipboardData.getData("text/html");
      const text = event.clipboardData.getData("text/plain");
      const holdsPictures = /<img[\s>]/i.test(html);
      if ((event.clipboardData.files.length || holdsPictures) && !saysAnything(html, text)) {
        refuseFiles(event, editor);
        return;
      }
      if (!/<table[\s>]/i.test(html)) {
        if (holdsPictures) {
          event.preventDefault();
          event.stopImmediatePropagation();
          const page = clean(html);
          page.querySelectorAll("img").forEach((picture) => picture.remove());
          pasteInstead(editor, page.body.innerHTML, text);
          tell(editor, PICTURES, false);
          return;
        }
        if (html || !isRange(text)) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        takeTable(editor, rowsOfText(text));
        return;
      }
      const page = clean(html);
      const tables = tablesOf(page).map((table) => ({ table, rows: rowsOf(table) }));
      const isAlone = tables.length === 1 && tidy(page.body.textContent) === tidy(tables[0].table.textContent);
      const isTable = isAlone && tables[0].rows.length > 0 && tables[0].rows[0].length > 1;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isTable) {
        takeTable(editor, tables[0].rows);
        return;
      }
      const isOneCell = isAlone && tables[0].rows.flat().length === 1;
      for (const { table, rows } of tables) {
        const cells = isOneCell ? [page.createTextNode(rows[0][0])] : asLines(page, rows);
        table.replaceWith(...cells);
      }
      pasteInstead(editor, isOneCell ? "" : page.body.innerHTML, page.body.textContent);
      if (!isAlone) tell(editor, LINES, false);
    },
    true,
  );
})();
