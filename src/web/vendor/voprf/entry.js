// What src/web/static/blind.js needs of RFC 9497: VOPRF with ristretto255 and SHA-512.
export { ristretto255_oprf } from "@noble/curves/ed25519.js";
