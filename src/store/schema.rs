//! The tables, in the form `diesel print-schema` gives with the comments of the database.

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

diesel::allow_tables_to_appear_in_same_query!(unit, unit_lineage,);
