// Encrypts answers on this device to the key of the wave, so that nobody reads them before they are sealed: HPKE
// (RFC 9180), as the interface describes at `envelope` of the form. Loaded by waves with envelopes only.

import { Chacha20Poly1305, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "./hpke.js";

const BLOCK = 1024;
const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Chacha20Poly1305(),
});
const bytes = (text) => new TextEncoder().encode(text);
const code = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const decode = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

// What was encrypted last: sent again it is the same, byte for byte.
let last = {};

// The response with its answers in an envelope. Throws where the browser gives no cryptography, as on pages that did
// not come by HTTPS.
export async function seal({ key, public: recipient, instrument }, wave, { answers, ...rest }) {
  const text = JSON.stringify(answers);
  const bound = [wave, rest.unit, instrument, key, rest.id.toLowerCase()].join("|");
  if (last.text !== text || last.bound !== bound) {
    const plain = bytes(text);
    const padded = new Uint8Array(Math.ceil(plain.length / BLOCK) * BLOCK).fill(32);
    padded.set(plain);
    const recipientPublicKey = await suite.kem.deserializePublicKey(decode(recipient));
    const { enc, ct } = await suite.seal({ recipientPublicKey, info: bytes("hailong/v1") }, padded, bytes(bound));
    last = { text, bound, envelope: { key, enc: code(enc), sealed: code(ct) } };
  }
  return { ...rest, ...last.envelope };
}

// Nothing of it stays once it is sent.
export const forget = () => (last = {});
