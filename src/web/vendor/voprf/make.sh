#!/bin/sh
# Makes src/web/static/voprf.js again from the packages that package-lock.json names by version and hash, byte for
# byte; a test holds its SHA-256 (tests/it/tickets/vendored.rs). Needs npm; the program itself does not.
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund
npx esbuild entry.js --bundle --minify --format=esm --target=es2020 --legal-comments=none \
    --banner:js='// @noble/curves 2.4.0, @noble/hashes 2.4.0: MIT, see voprf.txt. Made by src/web/vendor/voprf/make.sh' \
    --outfile=../../static/voprf.js
sha256sum ../../static/voprf.js
