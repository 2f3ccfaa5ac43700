"use strict";

// SM3 (GB/T 32905-2016). sm3Hex takes a Uint8Array and returns 64 lower-case hexadecimal digits.
function sm3Hex(bytes) {
  const turn = (word, by) => ((word << (by % 32)) | (word >>> ((32 - (by % 32)) % 32))) >>> 0;
  const spread = (word) => word ^ turn(word, 9) ^ turn(word, 17);
  const mix = (word) => word ^ turn(word, 15) ^ turn(word, 23);

  const blocks = Math.ceil((bytes.length + 9) / 64);
  const padded = new DataView(new ArrayBuffer(blocks * 64));
  bytes.forEach((byte, at) => padded.setUint8(at, byte));
  padded.setUint8(bytes.length, 0x80);
  // The length in bits takes eight bytes; a list of 512 MB would be the first to need more than these.
  padded.setUint32(blocks * 64 - 8, Math.floor(bytes.length / 0x20000000));
  padded.setUint32(blocks * 64 - 4, (bytes.length << 3) >>> 0);

  let state = [
    0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
  ];
  for (let block = 0; block < blocks; block += 1) {
    const words = [];
    for (let at = 0; at < 16; at += 1) {
      words.push(padded.getUint32(block * 64 + at * 4));
    }
    for (let at = 16; at < 68; at += 1) {
      const before = words[at - 16] ^ words[at - 9] ^ turn(words[at - 3], 15);
      words.push((mix(before) ^ turn(words[at - 13], 7) ^ words[at - 6]) >>> 0);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let round = 0; round < 64; round += 1) {
      const constant = round < 16 ? 0x79cc4519 : 0x7a879d8a;
      const first = turn((turn(a, 12) + e + turn(constant, round)) >>> 0, 7);
      const second = first ^ turn(a, 12);
      const left = round < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
      const right = round < 16 ? e ^ f ^ g : (e & f) | (~e & g);
      const one = (left + d + second + ((words[round] ^ words[round + 4]) >>> 0)) >>> 0;
      const other = (right + h + first + words[round]) >>> 0;
      [d, c, b, a] = [c, turn(b, 9), a, one];
      [h, g, f, e] = [g, turn(f, 19), e, spread(other) >>> 0];
    }
    state = [a, b, c, d, e, f, g, h].map((word, at) => (word ^ state[at]) >>> 0);
  }
  return state.map((word) => word.toString(16).padStart(8, "0")).join("");
}
