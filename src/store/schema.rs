//! The tables, in the form `diesel print-schema` gives with the comments of the database, except that
//! arrays hold no nulls.

diesel::table! {
    /// Staff who may sign in; never citizens
    account (id) {
        /// Compact key for use inside this database only; differs between databases
        id -> Int4,
        /// Name typed at sign-in, in lower case
        name -> Text,
        /// Name that people read
        full_name -> Text,
        /// Argon2id hash as a PHC string; null until the account is set up
        password -> Nullable<Text>,
        /// Whether the password is too short to stand alone, so that a second factor must be set up first
        password_short -> Bool,
        /// Secret of the second factor, encrypted with a key that is not in the database; null without one
        totp -> Nullable<Bytea>,
        /// Time step of the last code that was accepted; no code of it or before it is accepted again
        totp_step -> Nullable<Int8>,
        /// Whether nobody may sign in
        disabled -> Bool,
    }
}

diesel::table! {
    /// Roles of accounts at units
    account_grant (id) {
        /// Compact key for use inside this database only; differs between databases
        id -> Int4,
        /// Who has the role
        account -> Int4,
        /// viewer, clerk, manager, analyst, auditor or administrator
        role -> Text,
        /// The unit at and below which; null: everywhere. A unit is one period of a code, so a role ends with the unit and does not pass to whoever bears its code next
        unit_id -> Nullable<Int4>,
    }
}

diesel::table! {
    /// By which identity at a sign-in provider the owner of an account signs in; about staff only
    account_identity (issuer, subject) {
        /// The provider
        issuer -> Text,
        /// What the provider calls the person, for good
        subject -> Text,
        /// The account
        account -> Int4,
        /// Name or e-mail address as the provider said it when it was linked, for people to recognize; nothing rests on it
        name -> Text,
    }
}

diesel::table! {
    /// Links by which the owner of an account chooses a password, good for one time; one per account
    account_link (hash) {
        /// SHA-256 of the 256-bit secret in the link; the secret itself is shown once and never kept
        hash -> Bytea,
        /// The account
        account -> Int4,
        /// When the link becomes worthless
        ends -> Timestamptz,
    }
}

diesel::table! {
    /// Secrets by which programs of the staff use the interface
    api_token (hash) {
        /// SHA-256 of the 256-bit secret; the secret itself is shown once and never kept
        hash -> Bytea,
        /// Who bears it
        name -> Text,
        /// Last day it is accepted
        expires -> Date,
        /// Who made it, whose rights it never exceeds; null: made at the command line, with rights of its own
        account -> Nullable<Int4>,
        /// Rights it gives
        rights -> Array<Text>,
        /// The unit at and below which; null: everywhere
        unit_id -> Nullable<Int4>,
    }
}

diesel::table! {
    /// What staff did, in a chain of hashes; rows are added and never changed. Nothing in it is about respondents
    audit_log (number) {
        /// Place in the chain, from 1 without gaps
        number -> Int8,
        /// When it was done
        at -> Timestamptz,
        /// Who did it: name of an account, of a token, or the command line
        actor -> Text,
        /// What was done
        action -> Text,
        /// The unit it concerns; null: none or all
        unit_id -> Nullable<Int4>,
        /// Its code, which is part of the hashed text
        unit_code -> Nullable<Text>,
        /// Name of the account, wave or token it was done to; null where there is none
        subject -> Nullable<Text>,
        /// More about it, a JSON object of texts in order of their names
        details -> Text,
        /// Hash of the row before; 32 zero bytes in the first
        previous -> Bytea,
        /// SHA-256 of the canonical text of the row and the hash before
        hash -> Bytea,
    }
}

diesel::table! {
    /// Sealed batches: all that is ever published is a sum of these; rows never change
    batch (unit_id, wave, seq) {
        /// Unit whose pool it was; of a residual batch the unit above that took the pools
        unit_id -> Int4,
        /// The wave
        wave -> Int4,
        /// Position in the wave's chain, from 1
        seq -> Int4,
        /// Day of the sealing epoch
        epoch -> Date,
        /// Whether it gathers what was left in the pools of units below when the wave was closed
        residual -> Bool,
        /// Stratum of a designed sample; null elsewhere
        stratum -> Nullable<Text>,
        /// Numbers of responses: all, then per item reached, answered and each option
        tally -> Array<Int8>,
        /// The same as sums of weights in millionths; null without weights
        weighted -> Nullable<Array<Int8>>,
        /// Sum of squared weights; null without weights
        weight_squares -> Nullable<Float8>,
        /// Hash of the batch before; 32 zero bytes in the first
        previous -> Bytea,
        /// SHA-256 over the content and the hash before
        hash -> Bytea,
    }
}

diesel::table! {
    /// What standard errors need of a batch of a raked wave, by category of one margin, never of several crossed; part of the batch's hash, rows never change
    batch_calibration (unit_id, wave, batch, raked_at) {
        /// Unit of the batch
        unit_id -> Int4,
        /// The wave
        wave -> Int4,
        /// Position of the batch in the wave's chain
        batch -> Int4,
        /// Unit with margins whose people these are
        raked_at -> Int4,
        /// Sums of raked weights in millionths: per margin each option, then those of whom nothing is known
        raked -> Array<Int8>,
        /// Totals by weight as drawn, in millionths, of those in each of these categories one after the other, see batch.weighted
        base -> Array<Int8>,
    }
}

diesel::table! {
    /// How many people of a batch are in each cell of all breakdowns crossed, and nothing of their answers; part of the batch's hash, rows never change
    batch_cell (unit_id, wave, batch, categories) {
        /// Unit of the batch
        unit_id -> Int4,
        /// The wave
        wave -> Int4,
        /// Position of the batch in the wave's chain
        batch -> Int4,
        /// One category per breakdown, in the order of the wave, numbered as those of the parts
        categories -> Array<Int2>,
        /// Number of responses, never published
        n -> Int8,
    }
}

diesel::table! {
    /// Totals of a batch by category of one breakdown, never of several crossed; part of the batch's hash, rows never change
    batch_part (unit_id, wave, batch, breakdown, category) {
        /// Unit of the batch
        unit_id -> Int4,
        /// The wave
        wave -> Int4,
        /// Position of the batch in the wave's chain
        batch -> Int4,
        /// Position of the breakdown among those of the wave, from 0
        breakdown -> Int2,
        /// Position of the option, the number of options for those who gave no answer; of channel 0 kiosk, 1 own device, 2 file
        category -> Int2,
        /// Numbers of responses in the category, see batch.tally
        tally -> Array<Int8>,
        /// The same as sums of weights in millionths; null without weights
        weighted -> Nullable<Array<Int8>>,
        /// Sum of squared weights; null without weights
        weight_squares -> Nullable<Float8>,
    }
}

diesel::table! {
    /// What was counted of each batch to find stuffed ones; all that survives sealing of how people answered
    batch_quality (unit_id, wave, seq) {
        /// Unit of the batch
        unit_id -> Int4,
        /// The wave
        wave -> Int4,
        /// Position of the batch in the wave's chain
        seq -> Int4,
        /// Responses with at least eight answers on one scale
        long -> Int4,
        /// Those of them with one option at all questions of that scale
        straight -> Int4,
        /// Those of the other ones that repeat another response, beyond the first of each kind
        repeated -> Int4,
        /// Pairs of such responses that are alike
        twins -> Int4,
        /// Responses that were seen arriving one by one since the last batch of the unit; counted in memory
        arrivals -> Int4,
        /// Those of them that came less than forty seconds after the one before; counted in memory
        quick -> Int4,
        /// Whether the tests have been made; nothing rests on a batch before
        judged -> Bool,
        /// People at the kiosk who rated at least three questions; 0 where they or the others are fewer than five
        kiosk -> Int4,
        /// Those of them who chose the best option at three quarters of these questions or more
        kiosk_praise -> Int4,
        /// People on devices of their own who rated at least three questions; 0 where they or the others are fewer than five
        own -> Int4,
        /// Those of them who chose the best option at three quarters of these questions or more
        own_praise -> Int4,
    }
}

diesel::table! {
    /// Tokens of blind tickets that have let a response in, so that none does twice
    blind_spent (nonce) {
        /// SHA-256 of the number the browser made; whoever issued the token has never seen that number
        nonce -> Bytea,
        /// The wave; emptied when it is closed
        wave -> Int4,
    }
}

diesel::table! {
    /// Tickets of waves with blind tickets that were traded in; only so that asking again after a lost answer gets the same answer
    blind_traded (mark) {
        /// HMAC-SHA-256 of wave, unit, code and what the browser sent blinded, under a key that is not in the database; nobody but that browser can ask for it again
        mark -> Bytea,
        /// The wave; emptied when it is closed
        wave -> Int4,
    }
}

diesel::table! {
    /// Kiosks: devices that stand at a desk and serve one person after the other; no response names one
    device (hash) {
        /// SHA-256 of the 256-bit secret on the device; the secret itself is shown once and never kept here
        hash -> Bytea,
        /// Which device it is, for staff
        name -> Text,
        /// Code of the unit it stands at
        unit -> Text,
        /// Last day the secret is accepted
        expires -> Date,
    }
}

diesel::table! {
    /// Dossiers that desks have closed in the period of a wave: how many people could have answered
    dossier (wave, unit_id) {
        /// The wave
        wave -> Int4,
        /// A unit that takes part in the wave
        unit_id -> Int4,
        /// How many it closed; a later import may replace it
        closed -> Int8,
    }
}

diesel::table! {
    /// Pools of waves with envelopes: encrypted responses that wait to be sealed; emptied by sealing
    envelope (unit_id, id) {
        /// Unit whose pool it is
        unit_id -> Int4,
        /// Random id made by the sender, so that sending again changes nothing; dropped at sealing
        id -> Uuid,
        /// The wave
        wave -> Int4,
        /// Name of the key it is encrypted to
        key -> Text,
        /// Encapsulated key of HPKE (RFC 9180)
        enc -> Bytea,
        /// Encrypted answers, padded to whole kibibytes so that their length tells nothing, with the tag that binds them to wave, unit, instrument, key and id
        sealed -> Bytea,
        /// kiosk: at a device of the desk; own: on a device of the citizen; dropped at sealing, of which numbers by channel remain where each has at least five people
        channel -> Nullable<Text>,
    }
}

diesel::table! {
    /// Files of responses already imported, so that none is counted twice
    imported_file (wave, sha256) {
        /// The wave
        wave -> Int4,
        /// SHA-256 of the file
        sha256 -> Bytea,
    }
}

diesel::table! {
    /// Survey instrument versions; a row never changes once a wave uses it
    instrument (id) {
        /// Name of the version and of its file, e.g. sipas-2023
        id -> Text,
        /// SHA-256 of the file; part of every publication made with it
        sha256 -> Bytea,
        /// Text of the file (JSON) as it was loaded
        document -> Text,
    }
}

diesel::table! {
    /// Browsers in which somebody has signed in before: guesses made elsewhere do not slow them down
    known_device (hash, account) {
        /// SHA-256 of the 256-bit secret in the cookie; the secret itself is never kept
        hash -> Bytea,
        /// Who signed in
        account -> Int4,
        /// When the browser is forgotten
        ends -> Timestamptz,
    }
}

diesel::table! {
    /// How many people of a unit are in each category of the margins of a wave, as known from outside; never changes once the wave is closed
    margin (wave, unit_id, item, answer) {
        /// The wave
        wave -> Int4,
        /// A unit that takes part in the wave, or one above such units; none is above another
        unit_id -> Int4,
        /// Code of the item
        item -> Text,
        /// Code of the option
        answer -> Text,
        /// How many people live there who would answer so
        population -> Int8,
    }
}

diesel::table! {
    /// Published results, immutable
    publication (hash) {
        /// SHA-256 of the canonical text; names the publication
        hash -> Bytea,
        /// The wave
        wave -> Int4,
        /// Place among the publications of the wave, from 1; the greatest is the current one
        number -> Int4,
        /// Canonical text (JSON), gzip
        document -> Bytea,
        /// Number of batches it rests on: the first so many of the chain
        batches -> Int4,
    }
}

diesel::table! {
    /// Batches that look stuffed and are held back whole until somebody decides; they stay in the chain whatever is decided
    quarantine (unit_id, wave, seq) {
        /// Unit of the batch
        unit_id -> Int4,
        /// The wave
        wave -> Int4,
        /// Position of the batch in the wave's chain
        seq -> Int4,
        /// What the tests found, a JSON list
        reasons -> Text,
        /// waiting: nobody has decided; released: it counts; discarded: it never counts
        state -> Text,
        /// Who decided: name of an account or token; null while it waits
        decided_by -> Nullable<Text>,
        /// Why it was decided so, in the words of whoever did; null while it waits
        why -> Nullable<Text>,
        /// Last batch of the chain when a released one was first published: it counts from behind that one on; null before
        after -> Nullable<Int4>,
    }
}

diesel::table! {
    /// How the weights of a closed wave are raked, one row per unit with margins; part of the hash of every batch with people of the unit, rows never change
    raking (wave, unit_id) {
        /// The wave
        wave -> Int4,
        /// Unit whose people are known
        unit_id -> Int4,
        /// Margins, factors by category and how far the weights are raked, a JSON object; never published by category
        content -> Text,
    }
}

diesel::table! {
    /// Codes that replace the second factor once each; a used one is deleted
    recovery_code (account, hash) {
        /// The account
        account -> Int4,
        /// HMAC-SHA-256 of the code with a key that is not in the database
        hash -> Bytea,
    }
}

diesel::table! {
    /// Remarks of at least k people of a unit at a time, in random order, linked to no answers; for staff to read before anybody else does
    remark (id) {
        /// Random key made at sealing
        id -> Uuid,
        /// The wave
        wave -> Int4,
        /// Unit it was sent to; or the unit above that took what was left of several units when the wave was closed
        unit_id -> Int4,
        /// waiting: nobody has decided; released: everybody who may see the results may read it; withheld: gone but counted
        state -> Text,
        /// The text, as staff left it; null once it is withheld
        text -> Nullable<Text>,
    }
}

diesel::table! {
    /// Remarks that wait until enough people of their unit have written; emptied at sealing
    remark_pool (unit_id, id) {
        /// Unit it was sent to
        unit_id -> Int4,
        /// Random id made by the sender, so that sending again changes nothing; another one than that of the response, and dropped at sealing
        id -> Uuid,
        /// The wave
        wave -> Int4,
        /// What was written
        text -> Text,
    }
}

diesel::table! {
    /// Pools: responses that wait to be sealed; emptied by sealing
    response (unit_id, id) {
        /// Unit whose pool it is
        unit_id -> Int4,
        /// Random id made by the sender, so that sending again changes nothing; dropped at sealing
        id -> Uuid,
        /// The wave
        wave -> Int4,
        /// Checked answers, packed in the order of the instrument version
        answers -> Bytea,
        /// Design weight in millionths; null outside designed samples
        weight -> Nullable<Int8>,
        /// Stratum of a designed sample; null elsewhere
        stratum -> Nullable<Text>,
        /// Primary sampling unit of a designed sample; null elsewhere
        psu -> Nullable<Text>,
        /// kiosk: at a device of the desk; own: on a device of the citizen; kept only for a wave with the breakdown channel, else null; dropped at sealing
        channel -> Nullable<Text>,
    }
}

diesel::table! {
    /// Given scores: values of index nodes that come from elsewhere and not from responses
    score (wave, unit_id, node) {
        /// The wave
        wave -> Int4,
        /// A unit that takes part in the wave or stands above one that does
        unit_id -> Int4,
        /// Id of a given leaf of the wave's instrument
        node -> Text,
        /// The value; a later import may replace it
        value -> Float8,
    }
}

diesel::table! {
    // Has no key in the database: a row must not be told from another.
    /// Answers behind the batches, without ids, in random order within a batch; kept to recount the batches
    sealed_response (unit_id, wave, batch) {
        /// Unit of the batch; where batch is 0 the topmost unit, so that the respondent's own unit is forgotten
        unit_id -> Int4,
        /// The wave
        wave -> Int4,
        /// Position of the batch in the wave's chain; 0: in no batch and never published, because too few were left at closing
        batch -> Int4,
        /// Packed answers, see response.answers
        answers -> Bytea,
        /// Weight in millionths, raked where the wave is; null outside designed samples
        weight -> Nullable<Int8>,
    }
}

diesel::table! {
    /// Sign-ins of staff that have not ended
    session (hash) {
        /// SHA-256 of the 256-bit secret in the cookie; the secret itself is never kept
        hash -> Bytea,
        /// Who signed in
        account -> Int4,
        /// code: the password was right, the second factor is awaited; full: signed in
        stage -> Text,
        /// When it began
        begun -> Timestamptz,
        /// When it was last used, to the minute
        seen -> Timestamptz,
        /// When it ends at the latest
        ends -> Timestamptz,
    }
}

diesel::table! {
    /// Wrong passwords and codes in a row, which slow down further guesses
    sign_in_failure (subject) {
        /// SHA-256 of the account name or of the known browser; names without an account share 65,536 rows by the first two bytes
        subject -> Bytea,
        /// How many in a row
        failures -> Int4,
        /// When the last one was
        last -> Timestamptz,
    }
}

diesel::table! {
    /// Ids of sealed responses, so that one sent again late is not counted twice; emptied when the wave is closed
    spent_id (unit_id, id) {
        /// Unit it was sent to
        unit_id -> Int4,
        /// The id; nothing links it to the answers, rows are written in random order
        id -> Uuid,
        /// The wave
        wave -> Int4,
    }
}

diesel::table! {
    /// Tasks of staff attached to nodes of scorecards; nothing about respondents
    task (id) {
        /// Random key
        id -> Uuid,
        /// The unit whose scorecard it is about
        unit_id -> Int4,
        /// The wave whose scorecard it was attached to: the node's movement is measured since it
        wave -> Int4,
        /// Id of the node in that wave's instrument
        node -> Text,
        /// What is to be done
        what -> Text,
        /// Who is responsible: an office or a post
        responsible -> Text,
        /// Day on which it was set
        begun -> Date,
        /// Last day by which it is to be done
        due -> Date,
        /// How far it has come: planned, under way, done or dropped
        status -> Text,
        /// Day on which it was done or dropped
        ended -> Nullable<Date>,
        /// Address of what shows that it was done
        evidence -> Nullable<Text>,
    }
}

diesel::table! {
    /// Tickets nobody has used yet; one that is used goes away together with the arrival of the response and leaves nothing behind
    ticket_unspent (mac) {
        /// HMAC-SHA-256 of wave, unit and code under a key that is not in the database; the code itself is kept nowhere
        mac -> Bytea,
        /// The wave; with it go the tickets that are left
        wave -> Int4,
    }
}

diesel::table! {
    /// Administrative units and one-stop desks, one row per period of validity of a code
    unit (id) {
        /// Compact key for use inside this database only; differs between databases
        id -> Int4,
        /// Official code with its leading zeros, or an own code; borne by one unit at a time and reused later
        code -> Text,
        /// First day the unit is valid
        valid_from -> Date,
        /// First day the unit is no longer valid; null while it exists
        valid_to -> Nullable<Date>,
        /// nation, province, district, commune or desk
        level -> Text,
        /// Vietnamese name with its type word
        name -> Text,
        /// English name; null where none is known
        name_en -> Nullable<Text>,
        /// The unit above: among the bearers of the parent's code that exist during this unit's period the latest. Null for a root
        parent_id -> Nullable<Int4>,
    }
}

diesel::table! {
    /// Which unit passed territory to which; many to many, because units are split and merged
    unit_lineage (old_unit, new_unit) {
        /// The unit that ended
        old_unit -> Int4,
        /// The unit that took over
        new_unit -> Int4,
        /// Share of the old unit's people that passed over, above 0 and at most 1; null when unknown
        share -> Nullable<Float8>,
    }
}

diesel::table! {
    /// Visits to kiosks that were released, each time at least k people asked; for staff
    visit (unit_id, wave) {
        /// Unit whose kiosks they were; or the unit above that took what was left of several units when the wave was closed
        unit_id -> Int4,
        /// The wave
        wave -> Int4,
        /// People who began
        asked -> Int8,
        /// Those of them who handed in a response
        answered -> Int8,
        /// Those of them who gave an answer and handed in nothing
        abandoned -> Int8,
    }
}

diesel::table! {
    /// Visits to kiosks that were reported and not yet released, one sum for all devices and days of a unit; emptied at sealing
    visit_pool (unit_id, wave) {
        /// Unit whose kiosks they were
        unit_id -> Int4,
        /// The wave
        wave -> Int4,
        /// People who began
        asked -> Int8,
        /// Those of them who handed in a response
        answered -> Int8,
        /// Those of them who gave an answer and handed in nothing
        abandoned -> Int8,
    }
}

diesel::table! {
    /// Ids of reports that were added, so that one sent again is not added twice; emptied when the wave is closed
    visit_report (unit_id, id) {
        /// Unit that was reported
        unit_id -> Int4,
        /// Random id made by the device; nothing links it to the figures
        id -> Uuid,
        /// The wave
        wave -> Int4,
    }
}

diesel::table! {
    /// Survey waves: instrument version, units, period, collection mode and k
    wave (number) {
        /// Compact key for use inside this database only; differs between databases
        number -> Int4,
        /// Name in addresses and files; never changes
        id -> Text,
        /// Instrument version; never changes
        instrument_id -> Text,
        /// Title by language tag, a JSON object
        title -> Text,
        /// What period the results are about, as written in files, e.g. 2026-Q3
        period -> Text,
        /// First day of the period; decides which units exist
        first_day -> Date,
        /// Last day of the period
        last_day -> Date,
        /// desk: voluntary, sealed at fixed epochs; sample: designed, released once when closed
        mode -> Text,
        /// link: anybody with the link may answer; ticket: once per ticket; blind: once per ticket that nobody can recognise; unlock: a clerk opens each form; import: answers and scores come from files only; pooled: nobody answers, the results are made from what other waves have published
        access -> Text,
        /// planned: no answers yet; open: answers are taken; closed: never again
        state -> Text,
        /// Smallest number of responses in a batch; never changes
        k -> Int4,
        /// Whether everybody may see the results
        public -> Bool,
        /// Whether the responses are invented to try the program
        demo -> Bool,
        /// Choice by switch of method, a JSON object, complete
        switches -> Text,
        /// Day of the latest epoch at which the whole wave was gone through; null before the first
        sealed_on -> Nullable<Date>,
        /// Last day on which answers are taken, after which the wave is closed by itself; null: until somebody closes it
        closes_on -> Nullable<Date>,
        /// Tags of the languages in which the form is offered, a JSON list; empty: all there are
        languages -> Text,
        /// Name of the wave that results are compared with where nobody asks for another; null: none
        earlier -> Nullable<Text>,
        /// Whether answers are encrypted on the device and opened only when they are sealed
        envelope -> Bool,
        /// What is kept of a sealed batch: rows, its answers without ids in random order; totals, nothing but the totals
        retention -> Text,
        /// What results are also given by, a JSON list: codes of single-choice items, or channel
        breakdowns -> Text,
        /// Whether people may also write a remark, which is kept apart from their answers
        remarks -> Bool,
        /// What the weights of a designed sample are raked to, a JSON list: codes of single-choice items that everybody is asked
        margins -> Text,
    }
}

diesel::table! {
    /// The key to which answers of a wave with envelopes are encrypted; the private half is never in the database
    wave_key (wave) {
        /// The wave
        wave -> Int4,
        /// Name of the key: the first 16 hexadecimal digits of SHA-256 of its public half
        key -> Text,
        /// Public half, X25519 (RFC 7748)
        public -> Bytea,
        /// Whether the private half is gone for good: the wave is finished, or it was lost
        destroyed -> Bool,
    }
}

diesel::table! {
    /// What pooled waves are made from: the waves whose publications are added up, e.g. the quarters of a year
    wave_source (wave, source) {
        /// The pooled wave
        wave -> Int4,
        /// A wave pooled in it
        source -> Int4,
    }
}

diesel::table! {
    /// Units at which a wave takes answers or given scores; results are computed for these and all units above
    wave_unit (wave, unit_id) {
        /// The wave
        wave -> Int4,
        /// The unit
        unit_id -> Int4,
    }
}

diesel::joinable!(account_grant -> unit (unit_id));
diesel::joinable!(api_token -> account (account));
diesel::joinable!(api_token -> unit (unit_id));
diesel::joinable!(batch -> unit (unit_id));
diesel::joinable!(blind_spent -> wave (wave));
diesel::joinable!(blind_traded -> wave (wave));
diesel::joinable!(dossier -> unit (unit_id));
diesel::joinable!(dossier -> wave (wave));
diesel::joinable!(margin -> unit (unit_id));
diesel::joinable!(margin -> wave (wave));
diesel::joinable!(raking -> unit (unit_id));
diesel::joinable!(raking -> wave (wave));
diesel::joinable!(remark -> unit (unit_id));
diesel::joinable!(remark -> wave (wave));
diesel::joinable!(session -> account (account));
diesel::joinable!(task -> unit (unit_id));
diesel::joinable!(task -> wave (wave));
diesel::joinable!(ticket_unspent -> wave (wave));
diesel::joinable!(wave_key -> wave (wave));

diesel::allow_tables_to_appear_in_same_query!(
    account,
    account_grant,
    account_identity,
    account_link,
    api_token,
    audit_log,
    batch,
    batch_calibration,
    batch_cell,
    batch_part,
    batch_quality,
    blind_spent,
    blind_traded,
    device,
    dossier,
    envelope,
    imported_file,
    instrument,
    known_device,
    margin,
    publication,
    quarantine,
    raking,
    recovery_code,
    remark,
    remark_pool,
    response,
    score,
    sealed_response,
    session,
    sign_in_failure,
    spent_id,
    task,
    ticket_unspent,
    unit,
    unit_lineage,
    visit,
    visit_pool,
    visit_report,
    wave,
    wave_key,
    wave_source,
    wave_unit,
);
