{{matches medium "^(.*cp.*|ppc|retargeting|paid.*)$"}}
