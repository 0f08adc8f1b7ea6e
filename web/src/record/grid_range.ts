// A rectangle of cells: what is copied, filled and pasted. Pure, tested without a page.
export interface Cell {
  row: number
  col: number
}
export interface Range {
  top: number
  left: number
  bottom: number
  right: number
}

export function rangeOf(at: Cell, other: Cell | null): Range {
  const to = other ?? at
  return {
    top: Math.min(at.row, to.row),
    left: Math.min(at.col, to.col),
    bottom: Math.max(at.row, to.row),
    right: Math.max(at.col, to.col),
  }
}

export const sizeOf = (range: Range): number =>
  (range.bottom - range.top + 1) * (range.right - range.left + 1)

// Text as spreadsheets put it on the clipboard: tabs, line breaks, quotes around cells with either.
export function readTable(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  const clean = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  for (let index = 0; index < clean.length; index++) {
    const letter = clean[index]!
    if (quoted) {
      if (letter !== '"') cell += letter
      else if (clean[index + 1] === '"') cell += clean[++index]!
      else quoted = false
    } else if (letter === '"' && cell === '') quoted = true
    else if (letter === '\t' || letter === '\n') {
      rows.at(-1)!.push(cell)
      cell = ''
      if (letter === '\n') rows.push([])
    } else cell += letter
  }
  rows.at(-1)!.push(cell)
  return rows
}

export function writeTable(rows: readonly (readonly string[])[]): string {
  const quote = (text: string) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return rows.map((row) => row.map(quote).join('\t')).join('\n')
}

export interface PastedCell extends Cell {
  text: string
}

// Where pasted cells go: from the corner of the range; a smaller block is repeated over a range
// that it divides evenly, as spreadsheets do.
export function placePaste(table: readonly (readonly string[])[], range: Range): PastedCell[] {
  const height = table.length
  const width = Math.max(...table.map((row) => row.length))
  const down = range.bottom - range.top + 1
  const across = range.right - range.left + 1
  const repeats = down % height === 0 && across % width === 0
  const rows = repeats ? down : height
  const cols = repeats ? across : width
  const cells: PastedCell[] = []
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++)
      cells.push({
        row: range.top + row,
        col: range.left + col,
        text: table[row % height]![col % width] ?? '',
      })
  return cells
}
