// A range of cells as spreadsheets put it into the clipboard: tabs between cells, quotes around those of several lines.
export const parse = (text) => {
  const rows = [[]];
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  let here = 0;
  while (here <= source.length) {
    let value = "", end;
    if (source[here] === '"' && (end = closing(source, here)) > 0) {
      value = source.slice(here + 1, end).replaceAll('""', '"');
      end += 1;
    } else {
      end = here;
      while (end < source.length && source[end] !== "\t" && source[end] !== "\n") end += 1;
      value = source.slice(here, end);
    }
    rows.at(-1).push(value.trim());
    if (source[end] === "\n") rows.push([]);
    here = end + 1;
  }
  return text ? rows : [];
};

// Where a quoted cell ends; nowhere for a quote that is just the first letter of a text.
const closing = (source, start) => {
  for (let end = start + 1; end < source.length; end += 1) {
    if (source[end] !== '"') continue;
    if (source[end + 1] === '"') end += 1;
    else return end + 1 === source.length || "\t\n".includes(source[end + 1]) ? end : -1;
  }
  return -1;
};

export const written = (rows) => rows.map((row) => row.map((text) => /["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text).join("\t")).join("\n");
