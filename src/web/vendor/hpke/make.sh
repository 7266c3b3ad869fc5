#!/bin/sh
# Makes src/web/static/hpke.js again from the packages that package-lock.json names by version and hash, byte for
# byte; a test holds its SHA-256 (tests/it/envelopes/vendored.rs). Needs npm; the program itself does not.
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund
npx esbuild entry.js --bundle --minify --format=esm --target=es2020 --legal-comments=none \
    --banner:js='// @hpke/core 1.9.0, @hpke/common 1.10.1, @hpke/dhkem-x25519 1.8.0, @hpke/chacha20poly1305 1.8.0: MIT, see hpke.txt. Made by src/web/vendor/hpke/make.sh' \
    --outfile=../../static/hpke.js
sha256sum ../../static/hpke.js
