package com.dataenginex.logging;

import com.dataenginex.http.JsonWriter;

/** Appends one line, its end included. Used by the writer's thread alone. */
interface LineFormat {
    void append(LogLine line, JsonWriter out);
}
