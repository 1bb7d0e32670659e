// Spans are bytes of UTF-8; strings here are UTF-16. One pass over the text gives the place of every byte that begins a
// character; a byte within a character means the character.
export function byteIndex(text: string): (byte: number) => number {
  const at: number[] = [];
  let ascii = true;
  for (let i = 0; i < text.length; ) {
    const c = text.codePointAt(i)!;
    const bytes = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    if (bytes > 1) ascii = false;
    for (let b = 0; b < bytes; b++) at.push(i);
    i += c > 0xffff ? 2 : 1;
  }
  at.push(text.length);
  if (ascii) return (byte) => Math.max(0, Math.min(byte, text.length));
  return (byte) => at[Math.max(0, Math.min(byte, at.length - 1))]!;
}
