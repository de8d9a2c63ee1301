/* chd1_impl.h: what reading and writing CHD1 share. */
#ifndef DRAWINGS_CHD1_IMPL_H
#define DRAWINGS_CHD1_IMPL_H

#include "drawings/chd1.h"

enum {
    CHD1_FLAG_BACKGROUND = 1,
    CHD1_HEAD_OP = 3, CHD1_HEAD_PRESSURE = 4, CHD1_HEAD_TIME = 8, CHD1_HEAD_CURVE = 16, CHD1_HEAD_LAYER_SHIFT = 5
};

#endif
