// Selects what stands in a box that was just entered, once the page has drawn it. select() gives
// the box the focus: whoever went on by Tab in the meantime would be pulled back into it.
type Box = Pick<HTMLInputElement, 'select'>

export function selectIfStill(
  box: Box,
  focused: () => unknown = () => document.activeElement,
  later: (act: () => void) => void = (act) => void requestAnimationFrame(act),
): void {
  later(() => {
    if (focused() === box) box.select()
  })
}
