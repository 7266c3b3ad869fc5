// What envelopes need of HPKE (RFC 9180), and no more: X25519 and ChaCha20-Poly1305 written in JavaScript, because
// older browsers have neither; HMAC-SHA-256 is the browser's own.
export { CipherSuite } from "@hpke/core";
export { DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/dhkem-x25519";
export { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
