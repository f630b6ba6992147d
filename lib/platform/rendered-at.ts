/** The moment this response is made, Unix milliseconds: for what the browser draws first to be the same, and to say how old it is. */
export function renderedAt(): number {
  return Date.now();
}
