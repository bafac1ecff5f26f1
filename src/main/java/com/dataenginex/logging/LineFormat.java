package com.dataenginex.logging;

import com.dataenginex.json.JsonWriter;

/** Appends one line, its end included. Used by the writer's thread alone. */
interface LineFormat {
    void append(LogLine line, JsonWriter out);
}
