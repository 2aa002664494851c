import GRDB

/// The tables of the subscriber database. A migration that was released is never changed; a new one is added behind it.
enum SQLiteSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 subscribers, contexts, change log") { database in
      try database.execute(
        sql: """
          CREATE TABLE subscriber (
            supi TEXT PRIMARY KEY NOT NULL,
            gpsi TEXT UNIQUE,
            sqn INTEGER NOT NULL CHECK (sqn BETWEEN 0 AND 281474976710655),
            -- K and OPc or TOPc, sealed; the algorithm and the SUPI are authenticated with them.
            credentials BLOB NOT NULL,
            -- The subscription as JSON, without secrets and SQN.
            profile TEXT NOT NULL
          ) STRICT;

          CREATE TABLE context (
            supi TEXT NOT NULL REFERENCES subscriber (supi) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (supi, kind, key)
          ) STRICT, WITHOUT ROWID;

          -- The last change of each subscriber and its last removal: bounded, yet nobody who polls misses a removal.
          CREATE TABLE change (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            supi TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            removalSequence INTEGER,
            formerContexts TEXT
          ) STRICT;
          """)
    }
    return migrator
  }
}
