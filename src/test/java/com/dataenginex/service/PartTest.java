package com.dataenginex.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.config.Settings;
import com.dataenginex.support.NotedFields;
import com.dataenginex.support.WrittenSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartTest {
    private final List<String> said = new ArrayList<>();

    @Test
    void mayHaveAStartOrAStopOrBoth() throws Exception {
        for (Part part : List.of(Part.of("a", () -> said.add("+a"), () -> said.add("-a")),
                Part.starting("b", () -> said.add("+b")), Part.closing("c", () -> said.add("-c")))) {
            part.start().run();
            part.stop().run();
            assertThat(part.deadline()).isEqualTo(Duration.ofSeconds(10));
        }

        assertThat(said).containsExactly("+a", "-a", "+b", "-c");
    }

    @Test
    void hasTimeOfItsOwnBesides() throws Exception {
        Part part = Part.of("a", () -> said.add("+a"), () -> said.add("-a")).within(Duration.ofSeconds(5));

        part.start().run();
        part.stop().run();

        assertThat(part.name()).isEqualTo("a");
        assertThat(part.deadline()).isEqualTo(Duration.ofSeconds(15));
        assertThat(said).containsExactly("+a", "-a");
    }

    @Test
    void theLedgerTellsWhatEachStepTookAndLeftBehind() {
        Ledger ledger = new Ledger();
        ledger.took("a", 7);
        ledger.cutOff("a", 0);
        assertThat(ledger.isClean()).isTrue();
        assertThat(written(ledger)).isEqualTo("a_seconds=7ns clean=true");

        ledger.took("b", 8);
        ledger.cutOff("b", 2);
        ledger.cutOff("b", 3);

        assertThat(ledger.isClean()).isFalse();
        assertThat(written(ledger)).isEqualTo("a_seconds=7ns b_seconds=8ns b_cut_off=5 clean=false");
    }

    private static String written(Ledger ledger) {
        NotedFields fields = new NotedFields();
        ledger.writeTo(fields);
        return fields.toString();
    }

    @Test
    void theStepsOfAStopAreConfigured() {
        Settings settings = WrittenSettings.of("shutdown: {drain-delay: PT1S, request-deadline: PT2S}");

        assertThat(ShutdownConfig.read(settings))
                .isEqualTo(new ShutdownConfig(Duration.ofSeconds(1), Duration.ofSeconds(2)));
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @Test
    void theBuildKnowsItsVersion() {
        BuildInfo build = BuildInfo.read();

        assertThat(build.version()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(build.revision()).matches("[0-9a-f]{12}|unknown");
    }
}
