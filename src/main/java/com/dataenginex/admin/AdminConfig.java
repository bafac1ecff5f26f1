package com.dataenginex.admin;

import com.dataenginex.config.Settings;

/**
 * @param token what a caller must show; empty: the endpoints are not there
 */
public record AdminConfig(String token) {
    private static final int SHORTEST = 16;

    public static AdminConfig read(Settings settings) {
        return new AdminConfig(settings.secret("admin.token", SHORTEST));
    }

    public boolean isOn() {
        return !token.isEmpty();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "AdminConfig[" + (isOn() ? "on" : "off") + "]";
    }
}
