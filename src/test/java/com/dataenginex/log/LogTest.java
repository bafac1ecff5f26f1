package com.dataenginex.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.NotedFields;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTest {
    private static final Log LOG = Log.of(LogTest.class);

    private final Logger logger = Logger.getLogger(LogTest.class.getName());
    private final List<String> heard = new ArrayList<>();
    private final LogReceiver receiver = (severity, name, event, fields, thrown) -> heard
            .add(severity + " " + name + " " + event + " " + (thrown == null ? "-" : thrown.getMessage()));
    private final List<LogRecord> published = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            published.add(entry);
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        logger.setLevel(Level.ALL);
    }

    @AfterEach
    void leave() {
        Log.detach(receiver);
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }

    @Test
    void aReceiverGetsEachEventWithItsSeverity() {
        Log.attach(receiver);

        LOG.debug("one", Fields.NONE);
        LOG.info("two", Fields.NONE);
        LOG.warning("three", Fields.NONE);
        LOG.error("four", Fields.NONE, new IllegalStateException("why"));
        LOG.say(Severity.CRITICAL, "five", Fields.NONE, null);

        String name = " com.dataenginex.log.LogTest ";
        assertThat(heard).containsExactly("DEBUG" + name + "one -", "INFO" + name + "two -",
                "WARNING" + name + "three -", "ERROR" + name + "four why", "CRITICAL" + name + "five -");
        assertThat(published).isEmpty();
    }

    @Test
    void whatIsBelowTheThresholdIsNotSaid() {
        Log.attach(receiver);
        logger.setLevel(Level.WARNING);

        LOG.info("quiet", Fields.NONE);
        LOG.warning("loud", Fields.NONE);

        assertThat(heard).singleElement().asString().contains("loud");
    }

    @Test
    void whatIsBelowTheThresholdIsSaidWhereSomebodyWantsIt() {
        AtomicBoolean here = new AtomicBoolean(true);
        BooleanSupplier wanted = here::get;
        Log.attach(receiver);
        logger.setLevel(Level.WARNING);

        Log.alsoSay(wanted);
        LOG.debug("wanted", Fields.NONE);
        here.set(false);
        LOG.debug("elsewhere", Fields.NONE);
        here.set(true);
        Log.noLongerSay(wanted);
        LOG.debug("later", Fields.NONE);

        assertThat(heard).singleElement().asString().contains("wanted");
    }

    @Test
    void withoutAReceiverAnEventGoesToJavasLogging() {
        LOG.error("four", Fields.NONE, new IllegalStateException("why"));

        assertThat(published).singleElement().satisfies(entry -> {
            assertThat(entry.getMessage()).isEqualTo("four");
            assertThat(entry.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(entry.getThrown()).hasMessage("why");
        });
    }

    @Test
    void eachKindOfListenerThatThrowsIsNamedOnce() {
        List<String> fields = new ArrayList<>();
        LogReceiver noting = (severity, name, event, written, thrown) -> {
            NotedFields noted = new NotedFields();
            written.writeTo(noted);
            fields.add(event + " " + noted + " " + thrown.getMessage());
        };
        FailedListeners failed = new FailedListeners(LOG, "listener_failed");
        Log.attach(noting);
        try {
            failed.failed("one", new IllegalStateException("first"));
            failed.failed("two", new IllegalStateException("second"));
            failed.failed(3, new IllegalStateException("third"));
        } finally {
            Log.detach(noting);
        }

        assertThat(fields).containsExactly("listener_failed listener=java.lang.String first",
                "listener_failed listener=java.lang.Integer third");
    }

    @Test
    void aReceiverThatHasLeftHearsNothing() {
        Log.attach(receiver);
        Log.detach(receiver);

        LOG.info("late", Fields.NONE);

        assertThat(heard).isEmpty();
        assertThat(published).hasSize(1);
    }
}
