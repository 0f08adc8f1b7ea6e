// Selects what stands in a box that was just entered, once the page has drawn it. select() gives
// the box the focus: whoever went on by Tab in the meantime would be pulled back into it; whoever
// began to type would lose what was typed to the next key.
type Box = Pick<HTMLInputElement, 'select' | 'addEventListener' | 'removeEventListener'>

const begun = ['keydown', 'input'] as const

export function selectIfStill(
  box: Box,
  focused: () => unknown = () => document.activeElement,
  later: (act: () => void) => void = (act) => void requestAnimationFrame(act),
): void {
  let still = true
  const busy = () => {
    still = false
  }
  begun.forEach((event) => box.addEventListener(event, busy))
  later(() => {
    begun.forEach((event) => box.removeEventListener(event, busy))
    if (still && focused() === box) box.select()
  })
}
