"""The live hub: holds the browsers' event streams, fed by the doorbell and repaired from the journal."""
