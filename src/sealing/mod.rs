//! From pools to publications: seals pools into batches at fixed epochs, publishes, verifies.
