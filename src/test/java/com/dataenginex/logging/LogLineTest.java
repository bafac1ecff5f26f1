package com.dataenginex.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.log.EpochNanos;
import com.dataenginex.log.Fields;
import com.dataenginex.log.Severity;
import com.dataenginex.support.NotedFields;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogLineTest {
    private static final long TIME = EpochNanos.of(Instant.parse("2026-02-05T10:30:00Z"));

    @Test
    void saysTheSameIfEventLoggerAndSeverityAre() {
        LogLine line = line(Severity.INFO, "a.B", "happened");

        assertThat(
                line.saysTheSame(new LogLine(0, Severity.INFO, "a.B", "happened", Fields.NONE, null, null,
                        null, null, true)))
                .isTrue();
        assertThat(line.saysTheSame(line(Severity.ERROR, "a.B", "happened"))).isFalse();
        assertThat(line.saysTheSame(line(Severity.INFO, "a.C", "happened"))).isFalse();
        assertThat(line.saysTheSame(line(Severity.INFO, "a.B", "ended"))).isFalse();
    }

    @Test
    void itsKindSaysTheSameAndHoldsNothingElse() {
        LogLine kind = line(Severity.INFO, "a.B", "happened").kind();

        assertThat(kind).isEqualTo(new LogLine(0, Severity.INFO, "a.B", "happened", Fields.NONE, null, null,
                null, null, false));
    }

    @Test
    void whatCannotBeWrittenLeavesItsEventAndTheReason() {
        LogLine line = line(Severity.INFO, "a.B", "happened").unwritable(new StackOverflowError());
        NotedFields fields = new NotedFields();
        line.fields().writeTo(fields);

        assertThat(line)
                .isEqualTo(new LogLine(TIME, Severity.INFO, "a.B", "happened", line.fields(), null, "r", "t", "s",
                        true));
        assertThat(fields).hasToString("unwritable=java.lang.StackOverflowError");
    }

    private static LogLine line(Severity severity, String logger, String event) {
        return new LogLine(TIME, severity, logger, event, out -> out.text("a", "b"), new IllegalStateException(), "r",
                "t", "s", true);
    }
}
