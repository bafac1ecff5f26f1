package com.dataenginex.logging;

import com.dataenginex.json.Utf8Buffer;

/** Appends one line, its end included. Used by the writer's thread alone. */
interface LineFormat {
    void append(LogLine line, Utf8Buffer out);
}
