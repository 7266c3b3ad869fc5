// A provider of OpenID Connect for the tests: npm's certified oidc-provider with its own pages for sign-in and
// consent, on this machine. Prints its address; ends with its standard input.
//
//     node provider.mjs <redirect address> [<methods of authentication (amr), as JSON> [<port>]]

import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import { Provider } from "oidc-provider";

const [redirect, said = "[]", port = "0"] = process.argv.slice(2);
const methods = JSON.parse(said);
const key = () => ({ ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" });

const server = createServer();
server.listen(Number(port), "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: "hailong", client_secret: "a secret with & and %", redirect_uris: [redirect],
      response_types: ["code"], grant_types: ["authorization_code"],
    }],
    claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["preferred_username"] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.vn`, email_verified: true }),
    }),
    jwks: { keys: [key()] },
    cookies: { keys: ["for tests alone"] },
    pkce: { required: () => true },
    ttl: { AuthorizationCode: 3, IdToken: 600, AccessToken: 60, Session: 600, Interaction: 600, Grant: 600 },
  });
  // Its pages ask for a name alone; the methods are told as if they had asked for more.
  const login = provider.Session.prototype.loginAccount;
  provider.Session.prototype.loginAccount = function (details) {
    return login.call(this, { ...details, amr: methods });
  };
  server.on("request", provider.callback());
  console.log(issuer);
});
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
