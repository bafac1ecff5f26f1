package com.dataenginex.recorder;

import com.dataenginex.config.Settings;
import java.time.Duration;

/**
 * @param enabled whether requests are remembered at all
 * @param maxBytes that everything remembered may keep of the heap
 * @param slowAfter a response that begins later, or ends later if it is no stream, is slow
 * @param keptPerSecond requests kept per second for each reason, once a burst is over
 * @param keptBurst requests kept at once for each reason
 */
public record RecorderConfig(boolean enabled, int maxBytes, Duration slowAfter, int keptPerSecond, int keptBurst) {

    public static RecorderConfig read(Settings settings) {
        return new RecorderConfig(settings.flag("recorder.enabled"),
                settings.integer("recorder.max-bytes", 1 << 20, 1 << 30),
                settings.duration("recorder.slow-after", Duration.ofMillis(1), Duration.ofMinutes(5)),
                settings.integer("recorder.kept-per-second", 1, 10_000),
                settings.integer("recorder.kept-burst", 1, 100_000));
    }
}
