package com.dataenginex.example;

import com.dataenginex.config.Settings;

/** @param highestId of an item */
public record ItemsConfig(int highestId) {

    public static ItemsConfig read(Settings settings) {
        return new ItemsConfig(settings.integer("items.highest-id", 1, 1_000_000));
    }
}
