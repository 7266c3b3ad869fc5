//! Hài lòng: local government hears from the citizens it has just served.
//!
//! A response waits in a pool until at least k people of the same desk have answered; then the pool
//! is sealed into a **batch**. Everything that is ever published is a sum of whole batches. The batch
//! is at once the unit of privacy (no two downloads can be subtracted to fewer than k people), of
//! variance (its totals are the clusters of every interval), of reproducibility (a publication is a
//! pure function of instrument version and batches) and of scale (results cost the same for a
//! thousand responses as for a hundred million).
//!
//! ```text
//! survey-forms/*.json ──parse, check──▶ Instrument (questionnaire + index tree)
//!                                          │
//! citizen ─▶ Submission ──check──▶ Response ──group-committed insert──▶ response (no time, no order)
//!                                                                          │ seal: ≥ k per unit
//!                                                                          ▼
//!                                                            Batch (option totals)
//!                                                                          │ sum, score, estimate, compare, rank
//!                                                                          ▼
//!                                                Publication (immutable, hashed) ─▶ page, CSV, XLSX, JSON
//! imported scores (given leaves) ──────────────────────────────────────────┘
//! ```
//!
//! # Floor plan
//!
//! A room imports only from rooms below it; a test (`tests/it/floors.rs`) fails otherwise.
//!
//! | room | what lives there | never names |
//! |---|---|---|
//! | [`domain`] | what the words mean and how figures are computed; pure | actix, diesel, tokio, files, clock, randomness |
//! | [`locale`] | the texts of pages and files: Vietnamese, English, and what a folder adds | actix, diesel, tokio |
//! | [`embedded`] | the private PostgreSQL when no `DATABASE_URL` is set | actix, diesel |
//! | [`store`] | the database, one file per aggregate | actix, tokio |
//! | [`export`] | a table of results as bytes, one file per format; posters as PDF | actix, diesel |
//! | [`ingest`] | survey forms with their translations and recordings, the group-commit writer, CSV imports | actix |
//! | [`envelopes`] | private keys of waves with envelopes | actix |
//! | [`sealing`] | pools into batches, batches into publications | actix |
//! | [`identity`] | who somebody of the staff is: passwords, codes, sessions, tokens, accounts | actix, diesel |
//! | [`tasks`] | what units do about their nodes, and how those have moved since | actix, diesel |
//! | [`planning`] | waves as staff manage them: planned, opened, changed, closed, copied | actix, diesel |
//! | [`tickets`] | codes that let somebody answer once | actix, diesel |
//! | [`importing`] | files that staff bring in: looked at, stored whole or not at all, noted down | actix |
//! | [`web`] | the interface and the pages | diesel |
//! | [`cli`] | the command line, one file per command | diesel |

pub mod cli;
pub mod domain;
pub mod embedded;
pub mod envelopes;
pub mod export;
pub mod identity;
pub mod importing;
pub mod ingest;
pub mod locale;
pub mod planning;
pub mod sealing;
pub mod store;
pub mod tasks;
pub mod tickets;
pub mod web;
