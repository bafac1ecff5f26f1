package com.dataenginex.otlplogs;

import com.dataenginex.otlp.ExportCounts;

/** What became of the log records. */
public final class LogCounts extends ExportCounts {
    LogCounts() {
        super("processedLogs", "BatchLogRecordProcessor");
    }
}
