package com.dataenginex.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.log.FieldWriter;
import com.dataenginex.log.Fields;
import com.dataenginex.log.Severity;
import com.dataenginex.logging.LogLine;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LogTailTest {
    private static final int MIB = 1 << 20;

    private final LogTail tail = new LogTail();

    @Test
    void theNewestAreThere() {
        write(5_000, 0);

        assertThat(tail.last()).isEqualTo(5_000);
        assertThat(tail.oldest()).isEqualTo(3_001);
        assertThat(tail.between(0, 5_000, 10_000, line -> true)).extracting(LogTail.Numbered::number)
                .containsExactlyElementsOf(LongStream.rangeClosed(3_001, 5_000).boxed().toList());
    }

    @Test
    void longOnesTakeTheRoomOfOthersForAsLongAsTheyAreThere() {
        write(10, MIB);
        assertThat(tail.last() - tail.oldest()).as("three fit").isEqualTo(2);

        write(3_000, 0);
        assertThat(tail.last() - tail.oldest()).isEqualTo(1_999);

        write(3, MIB);
        assertThat(tail.last() - tail.oldest()).isEqualTo(1_999);

        write(1, MIB);
        assertThat(tail.last() - tail.oldest()).isEqualTo(2);
    }

    @Test
    void oneThatIsLargerThanAllMayBeIsThereAlone() {
        write(10, 0);

        write(1, 5 * MIB);
        assertThat(tail.oldest()).isEqualTo(11);

        write(1, 0);
        assertThat(tail.oldest()).isEqualTo(12);
        assertThat(tail.last()).isEqualTo(12);
    }

    @Test
    void anEmptyOneHasNone() {
        assertThat(tail.last()).isZero();
        assertThat(tail.oldest()).isZero();
        assertThat(tail.between(0, 0, 10, line -> true)).isEmpty();
    }

    /** @param bytes that each keeps of the heap, beside those of every line */
    private void write(int lines, int bytes) {
        for (int i = 0; i < lines; i++) {
            tail.written(new LogLine(0, Severity.INFO, "logger", "event", new Fields() {
                @Override
                public void writeTo(FieldWriter out) {
                    // It only weighs.
                }

                @Override
                public int weight() {
                    return bytes / 2;
                }
            }, null, null, null, null, false));
        }
    }
}
